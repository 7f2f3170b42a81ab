"""Records that may be one person: who is compared, the queue of pairs, two records side by side."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from opencc import OpenCC

from junheng.ground.people import access as people
from junheng.ground.people.values import Person
from junheng.registry import access
from junheng.registry.engine.duplicates import Rules, alike
from junheng.registry.models import Enrolment, Guardian, Merge, Pair, Post, Pupil, StaffMember
from junheng.registry.queries.books import book
from junheng.registry.queries.people import covered, covered_phone, school_names
from junheng.registry.queries.rosters import guardians_by_household
from junheng.registry.values import Degree, Duty, Household, Relation, RollStatus, Sex, Title
from junheng.registry.values.duplicates import (
    Alike,
    Decision,
    Known,
    Outcome,
    PairCard,
    PairRow,
    PersonKind,
    Side,
    Trait,
)
from junheng.registry.values.peoples import PEOPLES

KINDS = {PersonKind.PUPIL: access.PUPIL_TWICE, PersonKind.STAFF: access.STAFF_TWICE}
SEALED = {PersonKind.PUPIL: access.PUPIL_SEALED, PersonKind.STAFF: access.STAFF_SEALED}
RULES = "registry/duplicates"
PART = 5000


def rules(day: date) -> Rules:
    """Points and limits in force on a day."""
    entry = book().at(day)[RULES]
    points = {(trait, Outcome(each.stage)): int(entry.value(trait.value, stage=each.stage)) for trait in Trait for each in entry.chains[trait.value]}
    return Rules(points, int(entry.value("least")), int(entry.value("largest")))


@lru_cache(maxsize=1)
def variants() -> Mapping[str, str]:
    """The usual sign of each that stands for it."""
    text = (files("junheng.registry") / "standards" / "variants.toml").read_text(encoding="utf-8")
    return {sign: group[0] for group in tomllib.loads(text)["groups"] for sign in group}


@lru_cache(maxsize=1)
def simplified() -> OpenCC:
    """The converter of traditional signs, made once."""
    return OpenCC("t2s")


@lru_cache(maxsize=32_768)
def plain(sign: str) -> str:
    """The usual form of a sign."""
    usual = variants().get(sign) or str(simplified().convert(sign))
    return variants().get(usual, usual)


def search(kind: PersonKind, day: date) -> list[Alike]:
    """Every pair of records that may be one person, the likeliest first; records merged already are not compared."""
    known = pupils_known() if kind is PersonKind.PUPIL else staff_known()
    return alike(known, rules=rules(day), plain=plain)


def pupils_known() -> list[Known]:
    """Every child that the register knows, also those who left."""
    guardians = guardians_by_household()
    columns = ("pk", "name", "sex", "born", "identity_number", "roll_number", "household_id", "village_id", "township_id", "twin_group")
    found = []
    for pk, name, sex, born, identity, roll, household, village, township, twin in Pupil.objects.filter(merged_into=None).order_by(
            "pk").values_list(*columns).iterator(chunk_size=PART):
        family = guardians.get(household, ())
        found.append(Known(
            pk, name, sex, born, frozenset(filter(None, (identity, roll[1:] if roll and roll.startswith("G") else None))),
            frozenset([roll] if roll and not roll.startswith("G") else ()), household, frozenset(each[0] for each in family),
            frozenset(each[2] for each in family if each[2]), f"v{village}" if village else f"t{township}" if township else "", twin))
    return found


def staff_known() -> list[Known]:
    """Every member of staff that the register knows."""
    rows = StaffMember.objects.filter(merged_into=None).order_by("pk").values_list("pk", "name", "sex", "born", "identity_number", "phone")
    return [Known(pk, name, sex, born, frozenset(filter(None, (identity,))), phones=frozenset(filter(None, (phone,))))
            for pk, name, sex, born, identity, phone in rows.iterator(chunk_size=PART)]


def schools_of(kind: PersonKind, ids: Collection[int], day: date) -> dict[int, int]:
    """The school where each is, or was last."""
    if kind is PersonKind.PUPIL:
        return dict(Enrolment.objects.filter(pupil__in=ids, since__lte=day).order_by("since").values_list("pupil_id", "school_id"))
    return dict(Post.objects.filter(member__in=ids, since__lte=day).order_by("since", "share_per_mille").values_list("member_id", "school_id"))


def may_pair(person: Person, verb: Any, kind: PersonKind, units: Collection[int]) -> bool:
    """Whether all schools of a pair are within reach."""
    reach = people.reach(person, verb, KINDS[kind])
    return reach.everything or (bool(units) and reach.unit_ids.issuperset(units))


def units_of(pair: Pair, day: date) -> set[int]:
    """The schools of a pair."""
    return set(schools_of(PersonKind(pair.kind), [pair.first, pair.second], day).values())


def pairs(person: Person, kind: PersonKind, decision: Decision, day: date, most: int) -> tuple[list[PairRow], int]:
    """Pairs of a kind and a decision within reach, the likeliest first, some of them; and how many there are. Raises Denied."""
    if not access.may_at_all(person, "see", KINDS[kind]):
        access.check_may(person, "see", KINDS[kind])
    rows = list(Pair.objects.filter(kind=kind.value, decision=decision.value, gone_at=None))
    schools = schools_of(kind, {each for row in rows for each in (row.first, row.second)}, day)
    mine = [row for row in rows if may_pair(person, "see", kind, {schools[each] for each in (row.first, row.second) if each in schools})]
    return pair_rows(kind, mine[:most], schools, day), len(mine)


def pair_rows(kind: PersonKind, rows: Sequence[Pair], schools: Mapping[int, int], day: date) -> list[PairRow]:
    """Pairs as a list shows them."""
    ids = {each for row in rows for each in (row.first, row.second)}
    table = Pupil if kind is PersonKind.PUPIL else StaffMember
    names = dict(table.objects.filter(pk__in=ids).values_list("pk", "name"))
    called = school_names(schools.values(), day)
    return [PairRow(row.pk, kind, (names[row.first], names[row.second]),
                    (called.get(schools.get(row.first, 0), ""), called.get(schools.get(row.second, 0), "")), row.points,
                    tuple((trait, Outcome(row.outcomes[trait.value])) for trait in Trait), Decision(row.decision), row.found_at) for row in rows]


def pair_card(person: Person, pair_id: int, day: date, *, uncovered: bool = False) -> PairCard | None:
    """Two records side by side; None for a pair out of reach. `uncovered` after the look was logged alone."""
    row = Pair.objects.select_related("decided_by").filter(pk=pair_id).first()
    if row is None:
        return None
    kind, ids = PersonKind(row.kind), (row.first, row.second)
    schools = schools_of(kind, ids, day)
    if not may_pair(person, "see", kind, set(schools.values())):
        return None
    called = school_names(schools.values(), day)
    side = pupil_side if kind is PersonKind.PUPIL else staff_side
    merge = Merge.objects.filter(pair=row, parted_at=None).first()
    sides = tuple(side(each, called.get(schools.get(each, 0), ""), day, uncovered) for each in ids)
    return PairCard(
        pair_rows(kind, [row], schools, day)[0], (sides[0], sides[1]), merge.pk if merge else None, merge.kept if merge else None,
        row.decided_by.name if row.decided_by else "", row.decided_at,
        all(access.may(person, "see", SEALED[kind], unit_ids=[unit]) for unit in schools.values()))


def pupil_side(pupil_id: int, school: str, day: date, uncovered: bool) -> Side:
    """One pupil's record, line by line."""
    row = Pupil.objects.select_related("township", "village").get(pk=pupil_id)
    whole, phone = (str, str) if uncovered else (covered, covered_phone)
    guardians = Guardian.objects.filter(household=row.household_id) if row.household_id else ()
    stays = list(Enrolment.objects.filter(pupil=row, since__lte=day).order_by("-since").values_list("since", "until"))
    since, until = stays[0] if stays else (None, None)
    lines = [
        (_("Name"), row.name), (_("Sex"), Sex(row.sex).chinese), (_("Born"), row.born.isoformat()), (_("School"), school),
        (_("On the roll since"), f"{since or ''}{f' — {until}' if until else ''}"), (_("Roll status"), RollStatus(row.status).chinese),
        (_("Identity number"), whole(row.identity_number or "")), (_("Roll number"), whole(row.roll_number or "")),
        (_("People"), PEOPLES.get(row.ethnic_group, "")), (_("Registered residence"), Household(row.residence).chinese),
        (_("Township"), row.township.short_name if row.township else ""), (_("Village"), row.village.name if row.village else ""),
        (_("Twin"), _("yes") if row.twin_group else ""),
        (_("Guardians"), "\n".join(f"{each.name} {Relation(each.relation).chinese} {phone(each.phone)}".strip() for each in guardians))]
    return Side(row.pk, row.code, row.name, school, bool(stays) and until is None, tuple(lines), row.merged_into_id is not None)


def staff_side(member_id: int, school: str, day: date, uncovered: bool) -> Side:
    """One member of staff's record, line by line."""
    row = StaffMember.objects.get(pk=member_id)
    whole, phone = (str, str) if uncovered else (covered, covered_phone)
    posts = Post.objects.filter(member=row, since__lte=day).filter(Q(until=None) | Q(until__gt=day))
    lines = [
        (_("Name"), row.name), (_("Sex"), Sex(row.sex).chinese), (_("Born"), row.born.isoformat()), (_("School"), school),
        (_("Duty"), "、".join(f"{Duty(each.duty).chinese} {each.subject}".strip() for each in posts)),
        (_("Identity number"), whole(row.identity_number or "")), (_("Telephone"), phone(row.phone)),
        (_("Began to work"), row.began_work.isoformat() if row.began_work else ""), (_("Degree"), Degree(row.degree).chinese),
        (_("Teacher's title"), Title(row.title).chinese)]
    return Side(row.pk, row.code, row.name, school, posts.exists(), tuple(lines), row.merged_into_id is not None)


def kept_pupil(pupil_id: int) -> int | None:
    """The record that stays of one that was merged into it."""
    return Pupil.objects.filter(pk=pupil_id).values_list("merged_into_id", flat=True).first()


def kept_member(member_id: int) -> int | None:
    """The record of a member of staff that stays of one that was merged into it."""
    return StaffMember.objects.filter(pk=member_id).values_list("merged_into_id", flat=True).first()


def kinds_of_pairs(person: Person) -> list[PersonKind]:
    """Whose pairs the person may see."""
    return [kind for kind, name in KINDS.items() if access.may_at_all(person, "see", name)]


def pairs_waiting(person: Person, kind: PersonKind, day: date) -> Mapping[Decision, int]:
    """How many pairs of each decision are within reach."""
    return {decision: pairs(person, kind, decision, day, 0)[1] for decision in Decision}

