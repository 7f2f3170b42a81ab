"""What a transcript must look like before anything can be said about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TEXTS = ("seed", "digest")
OBJECTS = ("rules", "outcome")
KEYS = {"format", "kind", "algorithm", "notice", "lists", "rules", "seed", "outcome", "digest"}
LIST_KEYS = {"name", "columns", "numeric", "titles", "lines", "digest", "locators"}


def misshapen(held: Mapping[str, Any]) -> str:
    """The first key of a transcript that is missing, unknown or not of the kind that the format asks for; "" when none is."""
    if not lists_are_right(held.get("lists")):
        return "lists"
    wrong = [key for key in OBJECTS if not isinstance(held.get(key), Mapping)]
    wrong += [key for key in TEXTS if not isinstance(held.get(key), str)]
    if "notice" not in held or not (held["notice"] is None or isinstance(held["notice"], str)):
        wrong.append("notice")
    wrong += sorted(set(held) - KEYS)
    return wrong[0] if wrong else ""


def lists_are_right(lists: Any) -> bool:
    """Whether lists are described as the format asks, each name once."""
    if not isinstance(lists, list) or not all(isinstance(each, Mapping) and list_is_right(each) for each in lists):
        return False
    names = [each["name"] for each in lists]
    return len(set(names)) == len(names)


def list_is_right(named: Mapping[str, Any]) -> bool:
    """Whether one list is described as the format asks; its name is no path."""
    name, columns, numeric = named.get("name"), named.get("columns"), named.get("numeric")
    return (
        set(named) == LIST_KEYS and isinstance(name, str) and bool(name) and not {"/", "\\", "\0"} & set(name)
        and are_texts(columns) and bool(columns) and len(set(columns or ())) == len(columns or ())
        and are_texts(numeric) and set(numeric or ()) <= set(columns or ()) and are_texts(named.get("titles"))
        and type(named.get("lines")) is int and isinstance(named.get("digest"), str)
        and isinstance(named.get("locators"), str)
    )


def are_texts(held: Any) -> bool:
    """Whether something is a list of texts."""
    return isinstance(held, list) and all(isinstance(each, str) for each in held)
