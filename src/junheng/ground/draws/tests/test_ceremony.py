"""A ceremony as it is held: what is fixed before, who types what, one run, and what a hall full of parents would ask."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction

from junheng.ground.audit.models import Entry
from junheng.ground.draws import actions, engine, kinds, queries
from junheng.ground.draws.ceremony import ceremony
from junheng.ground.draws.models import Draw, Rerun, Run, SeedEntry, StepDone, Trial
from junheng.ground.draws.tests.conftest import AT, refused, up_to_seed
from junheng.ground.kernel.findings import Refused
from junheng.ground.people.access import Denied
from junheng.ground.people.values import Role


def hall(draw_id: int) -> queries.Hall:
    return queries.hall_of(Draw.objects.get(pk=draw_id))


def typed(draw_id: int, clerk, place: int, text: str, *, who: str = "", attempt: int = 1):
    return actions.type_seed(draw_id=draw_id, place=place, attempt=attempt, who=who or f"第{place}人", text=text, by=clerk, at=AT)


def held(draw_id: int, clerk) -> Run:
    run = actions.run(draw_id=draw_id, pressed_by="宋建国", by=clerk, at=AT)
    for code in ("signed", "published"):
        actions.say_step(draw_id=draw_id, code=code, said={}, by=clerk, at=AT)
    return run


def test_the_steps_are_those_of_real_ceremonies_in_their_order():
    assert [step.code for step in ceremony()] == ["posted", "invited", "tested", "machine", "imported", "looked_up", "tried",
                                                  "seeded", "run", "signed", "published"]
    assert {step.code for step in ceremony() if step.optional} == {"tested", "machine"}


def test_no_seed_is_typed_before_the_steps_that_come_before_it(published, clerk):
    draw_id = published()
    with refused("step-missing"):
        typed(draw_id, clerk, 1, "380516")
    up_to_seed(draw_id, clerk)
    assert typed(draw_id, clerk, 1, "380516").text == "380516"


def test_nothing_of_a_ceremony_happens_before_the_notice(prepared, clerk):
    draw_id = prepared()
    with refused("not-published"):
        actions.say_step(draw_id=draw_id, code="posted", said={}, by=clerk, at=AT)
    with refused("not-published"):
        actions.try_out(draw_id=draw_id, by=clerk, at=AT)
    with refused("not-published"):
        actions.run(draw_id=draw_id, pressed_by="x", by=clerk, at=AT)


def test_trial_runs_differ_count_for_nothing_and_leave_no_transcript(published, clerk):
    draw_id = published()
    trials = [actions.try_out(draw_id=draw_id, by=clerk, at=AT) for _ in range(8)]
    assert len({trial.seed for trial in trials}) > 1
    assert not Run.objects.exists()
    assert hall(draw_id).seed == ""
    with refused("seed-missing"):
        actions.run(draw_id=draw_id, pressed_by="宋建国", by=clerk, at=AT)


def test_the_trials_are_not_over_before_one_was_run(published, clerk):
    draw_id = published()
    with refused("not-tried"):
        actions.say_step(draw_id=draw_id, code="tried", said={}, by=clerk, at=AT)


def test_a_seed_typed_alike_by_two_is_the_seed(seeded):
    assert hall(seeded()).seed == "380516"


def test_a_seed_typed_differently_is_no_seed_both_stay_on_record_and_type_anew(published, clerk):
    draw_id = published()
    up_to_seed(draw_id, clerk)
    typed(draw_id, clerk, 1, "380516")
    typed(draw_id, clerk, 2, "380561")
    assert (hall(draw_id).seed, hall(draw_id).differs, hall(draw_id).next_attempt) == ("", 5, 2)
    with refused("seed-missing"):
        actions.run(draw_id=draw_id, pressed_by="x", by=clerk, at=AT)
    typed(draw_id, clerk, 2, "380516", attempt=2)
    assert hall(draw_id).differs == 0
    typed(draw_id, clerk, 1, "３８０５１６", attempt=2)
    assert hall(draw_id).seed == "380516"
    assert list(SeedEntry.objects.values_list("text", flat=True)) == ["380516", "380561", "380516", "380516"]


@pytest.mark.parametrize(("made", "rules", "text", "code"), [
    ({"how": "balls", "digits": 6}, None, "38051", "seed-digits"), ({"how": "balls", "digits": 6}, None, "38051x", "seed-digits"),
    ({"how": "balls", "digits": 6}, None, "", "seed-digits"), ({"how": "ring"}, {"source": "ring", "take": 5}, "13,1", "seed-ring"),
    ({"how": "ring"}, {"source": "ring", "take": 5}, "6", "seed-ring"),
])
def test_what_cannot_have_been_drawn_is_not_taken(published, clerk, made, rules, text, code):
    draw_id = published(seed_made=made, **({"asked": rules} if rules else {}))
    up_to_seed(draw_id, clerk)
    with refused(code):
        typed(draw_id, clerk, 1, text)


def test_one_person_cannot_type_both_entries(published, clerk):
    draw_id = published()
    up_to_seed(draw_id, clerk)
    typed(draw_id, clerk, 1, "380516", who="王桂兰")
    with refused("same-person"):
        typed(draw_id, clerk, 2, "380516", who=" 王桂兰 ")
    with refused("who-missing"):
        actions.type_seed(draw_id=draw_id, place=2, attempt=1, who=" ", text="380516", by=clerk, at=AT)


def test_an_entry_sent_twice_is_one_entry_and_another_in_its_place_is_refused(published, clerk):
    draw_id = published()
    up_to_seed(draw_id, clerk)
    assert typed(draw_id, clerk, 1, "380516") == typed(draw_id, clerk, 1, "380516")
    with refused("entry-there"):
        typed(draw_id, clerk, 1, "111111")
    with refused("attempt-past"):
        typed(draw_id, clerk, 2, "380516", attempt=2)


def test_a_draw_runs_once_and_its_transcript_holds_against_its_notice(seeded, clerk):
    draw_id = seeded()
    run = actions.run(draw_id=draw_id, pressed_by="宋建国", by=clerk, at=AT)
    assert actions.run(draw_id=draw_id, pressed_by="另一人", by=clerk, at=AT) == run
    draw = Draw.objects.get(pk=draw_id)
    verdict = engine.check(run.transcript, queries.frozen_lists(draw), replays=kinds.replays(), announced=draw.notice)
    assert verdict.holds
    assert len(run.transcript["outcome"]["order"]) == 5


def test_the_ring_of_the_county_example_is_drawn_in_the_hall(seeded, clerk):
    content = "编号\r\n" + "".join(f"{number}\r\n" for number in range(1, 21))
    draw_id = seeded("6,3", content=content, seed_made={"how": "ring"}, asked={"source": "ring", "take": 15})
    run = actions.run(draw_id=draw_id, pressed_by="宋建国", by=clerk, at=AT)
    assert run.transcript["outcome"]["order"] == [6, 9, 12, 15, 18, 1, 4, 8, 13, 17, 2, 7, 14, 20, 10]


def test_a_list_changed_behind_the_houses_back_is_not_drawn_from(seeded, clerk):
    draw_id = seeded()
    row = Draw.objects.get(pk=draw_id).lists.get()
    row.rows[6][0] = "P77"
    row.save()
    with pytest.raises(Refused) as fault:
        actions.run(draw_id=draw_id, pressed_by="宋建国", by=clerk, at=AT)
    assert fault.value.findings[0].values == {"line": "7"}
    assert not Run.objects.exists()


SHARES = ["a1b2c3", "d4e5f6", "0718293"]


def sealed(**more):
    return {"how": "shares", "seals": [engine.sealed(share) for share in SHARES], "needed": 2, **more}


def test_sealed_shares_make_the_seed_and_a_missing_one_is_left_out(published, clerk):
    draw_id = published(seed_made=sealed(missing="leave_out"))
    up_to_seed(draw_id, clerk)
    with refused("shares-few"):
        actions.open_shares(draw_id=draw_id, shares=["a1b2c3", "", "wrong"], by=clerk, at=AT)
    assert actions.open_shares(draw_id=draw_id, shares=["a1b2c3", "", "0718293"], by=clerk, at=AT) == "a1b2c3-0718293"
    assert held(draw_id, clerk).seed == "a1b2c3-0718293"


def test_digits_drawn_for_a_missing_share_are_typed_twice(published, clerk):
    draw_id = published(seed_made=sealed(missing="balls"))
    up_to_seed(draw_id, clerk)
    given = {"draw_id": draw_id, "shares": ["a1b2c3", "", "0718293"], "by": clerk, "at": AT}
    with refused("share-missing"):
        actions.open_shares(**given)
    with refused("seed-differs"):
        actions.open_shares(**given, balls="770", balls_again="771")
    assert actions.open_shares(**given, balls="770", balls_again="770") == "a1b2c3-770-0718293"


def test_shares_are_opened_only_where_the_notice_has_seals(published, clerk):
    with refused("no-shares"):
        actions.open_shares(draw_id=published(), shares=["a"], by=clerk, at=AT)


def test_after_a_power_cut_the_ceremony_stands_where_it_stood(published, clerk):
    draw_id = published()
    parts = [hall(draw_id).part]

    def then(act):
        # Whatever was in memory is gone: each step begins from the tables alone.
        act()
        parts.append(hall(draw_id).part)

    for code, key in (("posted", "note"), ("invited", "names"), ("imported", "note"), ("looked_up", "names")):
        then(lambda code=code, key=key: actions.say_step(draw_id=draw_id, code=code, said={key: "x"}, by=clerk, at=AT))
    then(lambda: actions.try_out(draw_id=draw_id, by=clerk, at=AT))
    then(lambda: actions.say_step(draw_id=draw_id, code="tried", said={}, by=clerk, at=AT))
    then(lambda: typed(draw_id, clerk, 1, "380516"))
    then(lambda: typed(draw_id, clerk, 2, "380516"))
    then(lambda: actions.run(draw_id=draw_id, pressed_by="x", by=clerk, at=AT))
    then(lambda: actions.say_step(draw_id=draw_id, code="signed", said={}, by=clerk, at=AT))
    assert parts == ["post", "post", "post", "look_up", "trial", "trial", "seed", "seed", "run", "result", "result"]


def test_a_cut_in_the_middle_of_the_run_leaves_nothing_half_done(seeded, clerk, monkeypatch):
    draw_id = seeded()
    monkeypatch.setattr("junheng.ground.draws.actions.ceremony.done", lambda *_, **__: (_ for _ in ()).throw(OSError("power")))
    with pytest.raises(OSError, match="power"):
        actions.run(draw_id=draw_id, pressed_by="宋建国", by=clerk, at=AT)
    monkeypatch.undo()
    assert not Run.objects.exists()
    assert hall(draw_id).part == "run"
    assert held(draw_id, clerk).seed == "380516"


def test_a_second_run_needs_a_reason_and_another_persons_word_and_keeps_the_first(seeded, clerk, someone):
    draw_id, head = seeded(), someone(Role.HEAD)
    first = held(draw_id, clerk)
    with refused("reason-missing"):
        actions.ask_rerun(draw_id=draw_id, reason=" ", by=clerk, at=AT)
    wish = actions.ask_rerun(draw_id=draw_id, reason="公告的学位数有误", by=clerk, at=AT)
    assert hall(draw_id).run == first
    with pytest.raises(Denied):
        actions.decide_rerun(rerun_id=wish.pk, approved=True, by=clerk, at=AT)
    actions.decide_rerun(rerun_id=wish.pk, approved=True, by=head, at=AT)
    assert (hall(draw_id).part, hall(draw_id).run, hall(draw_id).is_posted) == ("seed", None, False)
    for place, who in ((1, "王桂兰"), (2, "宋建国")):
        actions.type_seed(draw_id=draw_id, place=place, attempt=1, who=who, text="112233", by=clerk, at=AT)
    second = held(draw_id, clerk)
    assert [run.seed for run in hall(draw_id).runs] == ["380516", "112233"]
    assert hall(draw_id).run == second
    first.refresh_from_db()
    assert json.loads(queries.transcript_file(Draw.objects.get(pk=draw_id), 1)) == first.transcript


def test_nobody_allows_the_run_that_they_asked_for(seeded, clerk, someone, bureau):
    draw_id = seeded()
    held(draw_id, clerk)
    wish = actions.ask_rerun(draw_id=draw_id, reason="理由", by=clerk, at=AT)
    Rerun.objects.filter(pk=wish.pk).update(asked_by_id=someone(Role.HEAD).account_id)
    with refused("own-wish"):
        actions.decide_rerun(rerun_id=wish.pk, approved=True, by=someone(Role.HEAD), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rerun.objects.filter(pk=wish.pk).update(decided_at=AT, decided_by_id=someone(Role.HEAD).account_id, approved=True)


def test_a_wish_refused_changes_nothing(seeded, clerk, someone):
    draw_id = seeded()
    run = held(draw_id, clerk)
    wish = actions.ask_rerun(draw_id=draw_id, reason="理由", by=clerk, at=AT)
    actions.decide_rerun(rerun_id=wish.pk, approved=False, by=someone(Role.HEAD), at=AT)
    assert (hall(draw_id).run, hall(draw_id).is_posted) == (run, True)


def test_the_database_keeps_one_run_a_round_and_no_second_without_a_wish(seeded, clerk):
    draw_id = seeded()
    run = held(draw_id, clerk)
    for number in (1, 2):
        with pytest.raises(IntegrityError), transaction.atomic():
            Run.objects.create(draw_id=draw_id, round=number, seed="1", transcript=run.transcript, pressed_by_name="x", at=AT,
                               by_id=clerk.account_id)


def test_the_result_is_open_to_nobody_before_it_is_posted(seeded, clerk):
    draw_id = seeded()
    actions.run(draw_id=draw_id, pressed_by="宋建国", by=clerk, at=AT)
    with pytest.raises(ObjectDoesNotExist):
        queries.transcript_file(Draw.objects.get(pk=draw_id))
    for code in ("signed", "published"):
        actions.say_step(draw_id=draw_id, code=code, said={}, by=clerk, at=AT)
    assert json.loads(queries.transcript_file(Draw.objects.get(pk=draw_id)))["seed"] == "380516"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.INSPECTOR, Role.HEAD, Role.SYSTEM_ADMIN])
def test_only_those_who_may_hold_a_ceremony(published, someone, role):
    draw_id = published()
    person = someone(role)
    for act in (lambda: actions.publish(draw_id=draw_id, by=person, at=AT),
                lambda: actions.say_step(draw_id=draw_id, code="posted", said={}, by=person, at=AT),
                lambda: actions.try_out(draw_id=draw_id, by=person, at=AT),
                lambda: actions.run(draw_id=draw_id, pressed_by="x", by=person, at=AT),
                lambda: actions.ask_rerun(draw_id=draw_id, reason="x", by=person, at=AT)):
        with pytest.raises(Denied):
            act()


def test_every_step_stands_in_the_audit(seeded, clerk):
    draw_id = seeded()
    held(draw_id, clerk)
    said = list(Entry.objects.filter(kind="draws/draw", ref=str(draw_id)).values_list("sentence", flat=True))
    assert len(said) >= 15
    assert {"prepared the draw %(title)s", "ran the draw %(title)s, transcript %(digest)s"} <= set(said)


def test_whatever_is_sent_twice_counts_once(published, clerk):
    draw_id = published()
    before = (Draw.objects.count(), StepDone.objects.count(), Trial.objects.count())
    assert published() == draw_id
    one = actions.say_step(draw_id=draw_id, code="posted", said={"note": "门口"}, by=clerk, at=AT)
    assert actions.say_step(draw_id=draw_id, code="posted", said={"note": "又一次"}, by=clerk, at=AT) == one
    assert (Draw.objects.count(), StepDone.objects.count() - 1, Trial.objects.count()) == before


def test_a_step_that_names_people_is_not_done_without_names_and_the_house_writes_its_own_steps(published, clerk):
    draw_id = published()
    with refused("names-missing"):
        actions.say_step(draw_id=draw_id, code="invited", said={"names": " "}, by=clerk, at=AT)
    with refused("step-unknown"):
        actions.say_step(draw_id=draw_id, code="seeded", said={}, by=clerk, at=AT)
    with refused("not-run"):
        actions.say_step(draw_id=draw_id, code="signed", said={}, by=clerk, at=AT)


def test_a_second_kind_of_the_same_name_is_not_registered():
    kind = kinds.kind_of("order", "order/1")
    kinds.register(kind)
    with pytest.raises(ValueError, match="two kinds"):
        kinds.register(kinds.DrawKind(**{field: getattr(kind, field) for field in kind.__dataclass_fields__} | {"label": "另一种"}))


def test_a_draw_kept_twice_is_one_and_says_what_it_must(prepared, bureau, clerk):
    assert prepared() == prepared()
    with refused("draw-incomplete"):
        prepared(title="另一个", phone=" ")
