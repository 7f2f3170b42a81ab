"""In the hall: steps written down as they are done, trial runs, the seed typed by two, one run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from junheng.ground.draws import engine
from junheng.ground.draws.actions.support import held, published, round_of, tell_audit
from junheng.ground.draws.ceremony import ceremony, step
from junheng.ground.draws.chance import trial_digits, trial_numbers
from junheng.ground.draws.engine.order import ring_seed
from junheng.ground.draws.kinds import kind_of, refused, replays
from junheng.ground.draws.models import Draw, Run, SeedEntry, StepDone, Trial
from junheng.ground.draws.queries import frozen_lists, last_attempt, next_attempt, seed_of, steps_done
from junheng.ground.draws.values import Lists
from junheng.ground.people.values import Person

BY_HAND = {each.code for each in ceremony() if each.asks}


@transaction.atomic
def say_step(*, draw_id: int, code: str, said: Mapping[str, str], by: Person, at: datetime) -> StepDone:
    """This will write down that a step was done, with names or a remark; said twice it is one step."""
    draw = published(held(draw_id, "change", by=by))
    if code not in BY_HAND:
        raise refused("step-unknown", "This step is written down by the house itself.", "Go on with the step shown.")
    number = round_of(draw)
    known = steps_done(draw, number).get(code)
    if known is not None:
        return known
    if step(code).asks == "names" and not said.get("names", "").strip():
        raise refused("names-missing", "Nobody is named.", "Write down who was there, with their duty.")
    if step(code).hall == "result" and not draw.runs.filter(round=number).exists():
        raise refused("not-run", "The draw has not been run.", "Run it first.")
    if code == "tried" and not draw.trials.exists():
        raise refused("not-tried", "No trial was run.", "Run one on the copy, or several.")
    return done(draw, number, code, {key: text.strip() for key, text in said.items()}, by=by, at=at)


def done(draw: Draw, number: int, code: str, said: Mapping[str, object], *, by: Person, at: datetime) -> StepDone:
    """This will write one step down."""
    row = StepDone.objects.create(draw=draw, round=number, code=code, said=dict(said), at=at, by_id=by.account_id)
    tell_audit("noted a step of the draw %(title)s: %(step_word)s", {"step_word": step(code).label}, draw=draw, by=by, at=at,
               rows=dict(said))
    return row


def unchanged(draw: Draw) -> Lists:
    """The lists of a draw, held against its notice. Raises Refused with the first changed line."""
    lists = frozen_lists(draw)
    for named in (draw.notice or {})["lists"]:
        where = engine.parting(named, lists[named["name"]])
        if where:
            raise refused("list-not-announced", "The list is not the one that was announced, from line %(line)s on.",
                          "Nothing has been drawn. Restore the list from the backup, or publish a new notice.",
                          line=where.rpartition(" ")[2] if " " in where else 0)
    return lists


def ready(draw: Draw, number: int, until: str) -> None:
    """This will refuse a step for which another, not optional, is still to be done."""
    there = steps_done(draw, number)
    for each in ceremony():
        if each.code == until:
            return
        if not each.optional and each.code not in there:
            raise refused("step-missing", "A step before this one is still to be done.", "Go on with the step shown.")


@transaction.atomic
def try_out(*, draw_id: int, by: Person, at: datetime) -> Trial:
    """This will run the draw on a copy with a seed of no meaning; the result is marked as a trial and counts for nothing."""
    draw = published(held(draw_id, "change", by=by))
    number = round_of(draw)
    if draw.runs.filter(round=number).exists():
        raise refused("run-already", "The draw has been run.", "Look at its result.")
    lists = unchanged(draw)
    seed = trial_digits()
    if draw.rules.get("source") == "ring":
        size = kind_of(draw.kind, draw.algorithm).circle(lists)
        seed = ",".join(map(str, trial_numbers(size, 2)))
    outcome = kind_of(draw.kind, draw.algorithm).replay(draw.rules, seed, lists)
    row = Trial.objects.create(draw=draw, seed=seed, outcome=dict(outcome), at=at, by_id=by.account_id)
    tell_audit("held a trial run of the draw %(title)s", {}, draw=draw, by=by, at=at)
    return row


def seed_possible(draw: Draw, seed: str) -> None:
    """This will refuse digits that cannot be what the notice says is drawn."""
    made = draw.seed_made
    if made["how"] == "balls" and not (seed.isascii() and seed.isdigit() and len(seed) == made["digits"]):
        raise refused("seed-digits", "The notice says that %(digits)s digits are drawn.", "Look at the balls and type all of them.",
                      digits=made["digits"])
    if made["how"] == "ring":
        size = kind_of(draw.kind, draw.algorithm).circle(frozen_lists(draw))
        try:
            ring_seed(seed, size)
        except ValueError:
            raise refused("seed-ring", "Start and step are two numbers from 1 to %(size)s, with a comma between.",
                          "Look at the balls and type both, as in 6,3.", size=size) from None


@transaction.atomic
def type_seed(*, draw_id: int, place: int, attempt: int, who: str, text: str, by: Person, at: datetime) -> SeedEntry:
    """This will keep what one of two people typed (`place` 1 or 2); when both typed the same, the seed is made.

    When they differ both entries stay on record, count for nothing, and both type anew in the next `attempt`.
    """
    draw = published(held(draw_id, "change", by=by))
    number, seed = round_of(draw), engine.normal(text)
    if not who.strip():
        raise refused("who-missing", "It is not said who types.", "Write name and duty.")
    known = draw.entries.filter(round=number, attempt=attempt, place=place).first()
    if known is not None:
        if (known.text, known.who) == (seed, who.strip()):
            return known
        raise refused("entry-there", "This entry has been made.", "Now the second person types.")
    if seed_of(draw, number):
        raise refused("seed-there", "The seed has been made.", "Run the draw.")
    ready(draw, number, "seeded")
    entries = last_attempt(draw, number)
    if attempt != next_attempt(entries):
        raise refused("attempt-past", "The entries differed; both are typed anew.", "Look at the balls again, and type the seed once more.")
    other = entries.get(3 - place) if len(entries) == 1 else None
    seed_possible(draw, seed)
    if other is not None and other.who == who.strip():
        raise refused("same-person", "Both entries are by the same person.", "Two people type the seed, each for themselves.")
    row = SeedEntry.objects.create(draw=draw, round=number, attempt=attempt, place=place, who=who.strip(), text=seed, at=at,
                                   by_id=by.account_id)
    tell_audit("typed the seed of the draw %(title)s, entry %(place)s", {"place": place}, draw=draw, by=by, at=at, rows=seed)
    if other is not None and other.text == seed:
        first, second = (row, other) if place == 1 else (other, row)
        done(draw, number, "seeded", {"seed": engine.agreed(first.text, second.text), "first": first.who, "second": second.who},
             by=by, at=at)
    return row


@transaction.atomic
def open_shares(*, draw_id: int, shares: Sequence[str], by: Person, at: datetime, balls: str = "", balls_again: str = "") -> str:
    """This will make the seed from the witnesses' shares, by the rule of the notice for those that are missing."""
    draw = published(held(draw_id, "change", by=by))
    number = round_of(draw)
    if draw.seed_made["how"] != "shares":
        raise refused("no-shares", "This notice knows no sealed shares.", "Go on with the step shown.")
    if known := seed_of(draw, number):
        return known
    ready(draw, number, "seeded")
    if balls or balls_again:
        engine.agreed(balls, balls_again)
    seed = engine.joined(draw.seed_made, list(shares), balls=balls)
    missing = [place + 1 for place in engine.misfits(draw.seed_made["seals"], list(shares))]
    done(draw, number, "seeded", {"seed": seed, "shares": list(shares), "missing": missing, "balls": engine.normal(balls)},
         by=by, at=at)
    tell_audit("opened the sealed shares of the draw %(title)s", {}, draw=draw, by=by, at=at, rows=list(shares))
    return seed


@transaction.atomic
def run(*, draw_id: int, pressed_by: str, by: Person, at: datetime) -> Run:
    """This will run the draw of this round, once. Asked again it answers with the run that was."""
    draw = published(held(draw_id, "change", by=by))
    number = round_of(draw)
    known = draw.runs.filter(round=number).first()
    if known is not None:
        return known
    seed = seed_of(draw, number)
    if not seed:
        raise refused("seed-missing", "The seed has not been made.", "Two people type it first.")
    if not pressed_by.strip():
        raise refused("presser-missing", "It is not said who presses the key.", "Write name and duty.")
    lists = unchanged(draw)
    outcome = kind_of(draw.kind, draw.algorithm).replay(draw.rules, seed, lists)
    transcript = engine.transcript(kind=draw.kind, algorithm=draw.algorithm, lists=list(lists.values()), rules=draw.rules,
                                   seed=seed, outcome=outcome, notice=(draw.notice or {})["digest"])
    verdict = engine.check(transcript, lists, replays=replays(), announced=draw.notice)
    if not verdict.holds:
        raise RuntimeError(f"a draw that does not hold: {verdict.lines}")
    row = Run.objects.create(draw=draw, round=number, rerun=draw.reruns.filter(approved=True).last() if number > 1 else None,
                             seed=seed, transcript=transcript, pressed_by_name=pressed_by.strip(), at=at, by_id=by.account_id)
    done(draw, number, "run", {"names": pressed_by.strip()}, by=by, at=at)
    tell_audit("ran the draw %(title)s, transcript %(digest)s", {"digest": transcript["digest"]}, draw=draw, by=by, at=at,
               rows=transcript)
    return row
