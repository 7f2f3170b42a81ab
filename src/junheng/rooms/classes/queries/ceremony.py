"""Class placement as a ceremony holds it: read, checked, run and told in the hall."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext

from junheng.ground.draws.kinds import DrawKind, Files, Outcome, Said, Taken, only
from junheng.ground.draws.values import Lists
from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.rooms.classes.engine import REPLAYS
from junheng.rooms.classes.engine.units import units_of
from junheng.rooms.classes.queries.placing import Asked, prepared
from junheng.rooms.classes.values import SEXES, Mode

KIND_LABELS = {Mode.BALANCED: "Pupils placed into balanced classes", Mode.LOTTERY: "Pupils drawn into classes",
               Mode.SNAKE: "Pupils placed into classes by the snake"}
RULE_LABELS = {
    "classes": "%(classes)s classes", "sizes": "sizes differ by %(count)s at most", "balanced": "alike in %(columns)s",
    "strata": "drawn within %(columns)s", "by": "by %(columns)s",
}
LIST_LABELS = {"roster": "Roster of pupils"}
TOLD_LABELS = {"placed": "%(count)s pupils in %(classes)s classes", "class": "Class", "pupils": "Pupils (boys + girls)", "id": "Identifier",
               "mine": "Class %(place)s.",
               "number": "Class %(place)s"}


def draw_kinds() -> list[DrawKind]:
    """The kinds of draw that a placement can be."""
    return [DrawKind(kind="placement", algorithm=f"{mode}/1", label=label, lists=("roster",), replay=REPLAYS[f"{mode}/1"],
                     taken=take, checked=check, said=said, told=told, mine=mine, private=True, list_labels=LIST_LABELS,
                     carried=("rules",)) for mode, label in KIND_LABELS.items()]


def take(asked: Mapping[str, Any], files: Files, day: date) -> Taken:
    """This will read a roster, and a rule file (.toml) where one is sent beside it. Raises Refused.

    `asked` holds `mode`, `classes` and `stage`, and `rules` as the text of the rule file of an earlier reading; an empty
    rule file takes that one out.
    """
    books = [each for each in files if PurePath(each[0]).suffix.lower() == ".toml"]
    file, content = only([each for each in files if each not in books])
    name, rules = only(books) if books else ("rules.toml", str(asked.get("rules", "")).encode())
    roster, full, frozen, _ = prepared(
        Asked(content, file, int(asked["classes"]), Mode(asked["mode"]), rules, name, str(asked.get("stage", ""))), today=day)
    try:
        units_of({**full, "source": "ticket"}, "", frozen)
    except Refused as refused:
        raise roster.told(refused) from None
    kept = {key: value for key, value in asked.items() if key != "rules"}
    if rules.strip():
        kept["rules"] = rules.decode("utf-8-sig")
    return Taken((frozen,), {"roster": ()}, {"roster": file}, kept, full)


def check(rules: Mapping[str, Any], lists: Lists) -> None:
    """This will refuse more classes than pupils."""
    pupils = len(lists["roster"].rows)
    if rules["classes"] > pupils:
        raise Refused(Finding("classes-too-many", "%(classes)s classes are asked for, and the list has %(pupils)s pupils.",
                              "Correct the number of classes, or the list.", Place(file="roster"),
                              {"classes": rules["classes"], "pupils": pupils}))


def said(rules: Mapping[str, Any], lists: Lists) -> Sequence[Said]:
    """The rules of a placement; before there is a roster only how it is done and the number of classes."""
    told: list[Said] = [(KIND_LABELS[mode_of(rules)], {}), (RULE_LABELS["classes"], {"classes": rules["classes"]})]
    if "size_tolerance" not in rules:
        return told
    told.append((RULE_LABELS["sizes"], {"count": rules["size_tolerance"]}))
    titles = dict(zip(lists["roster"].columns, lists["roster"].titles, strict=True)) if "roster" in lists else {}
    for key, columns in (("balanced", [each["column"] for each in rules["covariates"]]),
                         ("strata", [each["column"] for each in rules.get("strata", ())]), ("by", rules.get("by", ()))):
        if columns:
            told.append((RULE_LABELS[key], {"columns": "、".join(titles.get(each, each) for each in columns)}))
    return told


def mode_of(rules: Mapping[str, Any]) -> Mode:
    """How pupils are placed, as asked for or as the rules in full show."""
    if "mode" in rules:
        return Mode(rules["mode"])
    return Mode.SNAKE if "by" in rules else Mode.LOTTERY if "redraws" in rules else Mode.BALANCED


def told(rules: Mapping[str, Any], outcome: Mapping[str, Any], lists: Lists) -> Outcome:
    """Who is in which class; in the hall how many boys and girls each has."""
    held = lists["roster"]
    classes, count = outcome["classes"], int(rules["classes"])
    pupils = Counter(classes)
    names = {place: gettext(TOLD_LABELS["number"]) % {"place": place} for place in range(1, count + 1)}
    cards = tuple((name, str(pupils[place])) for place, name in names.items())
    if "sex" in held.columns:
        sexes = Counter(zip(classes, (SEXES.get(cell, "") for cell in held.column("sex")), strict=True))
        cards = tuple((name, f"{pupils[place]}（{sexes[place, 'male']}+{sexes[place, 'female']}）")
                      for place, name in names.items())
    rows = sorted(zip(classes, range(len(classes)), held.ids, strict=True))
    return Outcome((TOLD_LABELS["placed"], {"count": len(classes), "classes": count}), (TOLD_LABELS["class"], TOLD_LABELS["pupils"]),
                   cards, (TOLD_LABELS["class"], TOLD_LABELS["id"]), tuple((names[place], own) for place, _, own in rows))


def mine(outcome: Mapping[str, Any], lists: Lists, line: int) -> Said:
    """The class of one line."""
    del lists
    return TOLD_LABELS["mine"], {"place": outcome["classes"][line - 1]}
