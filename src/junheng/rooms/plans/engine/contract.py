"""A reading back from the JSON object of contract 1, as a version keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from junheng.rooms.plans.values import (
    Comparator,
    DocumentAction,
    Item,
    NamedDocument,
    Organisation,
    Period,
    PlanReading,
    Project,
    Responsibility,
    Target,
)


def reading_from(said: Mapping[str, Any], text: str) -> PlanReading:
    """This will rebuild a reading; what the contract does not carry (places of names) stays empty."""
    period = said.get("period") or {}
    return PlanReading(
        text=text,
        items=tuple(item_from(each, text) for each in said.get("items", ())),
        targets=tuple(target_from(each) for each in said.get("targets", ())),
        documents=tuple(
            NamedDocument(each["name"], DocumentAction(each["action"]),
                          tuple(tuple(path) for path in each.get("item_paths", ())), each.get("number"))
            for each in said.get("documents", ())
        ),
        organisations=tuple(Organisation(each["name"]) for each in said.get("orgs", ())),
        projects=tuple(Project(each["name"], tuple(each["item_path"])) for each in said.get("projects", ())),
        responsible=tuple(
            Responsibility(tuple(each["item_path"]), tuple(each["lead"]), tuple(each.get("support", ())),
                           each.get("deadline"))
            for each in said.get("responsible", ())
        ),
        title=said.get("title"), issuer=said.get("issuer"), doc_number=said.get("doc_number"),
        date_issued=said.get("date_issued"), period=Period(period.get("start"), period.get("end")),
    )


def item_from(each: Mapping[str, Any], text: str) -> Item:
    """One item of the contract; its marker is what stands before its heading."""
    start, end = each["start"], each["end"]
    begins = text.find(each["heading"] or each["text"], start, end)
    return Item(tuple(each["path"]), text[start:begins].strip() if begins > start else "", each["heading"], each["text"],
                start, end, tuple(each.get("systems", ())))


def target_from(each: Mapping[str, Any]) -> Target:
    """One target of the contract."""
    return Target(
        item_path=tuple(each["item_path"]), subject=each["subject"], value=exact(each["value"]), unit=each["unit"],
        comparator=Comparator(each["comparator"]), quote=each["quote"], start=each["start"], end=each["end"],
        value_high=exact(each["value_high"]), strict=each["strict"], per=each["per"], deadline=each["deadline"],
        firmness=each["firmness"],
    )


def exact(number: float | int | None) -> Decimal | None:
    """A JSON number as it was printed."""
    return None if number is None else Decimal(str(number))
