"""What each kept list asks of its rows beyond their cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from junheng.ground.sheets.intake import Value
from junheng.registry.engine.faults import Fault, refuse

Values = Mapping[str, Value]
LONGEST_TERM = timedelta(weeks=26)


def of_group(values: Values, school: int | None, others: Sequence[Any]) -> list[Fault]:
    """A group is of one kind, and one school leads it at a time; a school is in it once at a time."""
    found = []
    mates = [each for each in others if each.values["group"] == values["group"] and meets(each.values, values)]
    kinds = {str(each.values["kind"]) for each in mates} - {str(values["kind"])}
    if kinds:
        found.append(refuse("kind", "The other schools of “%(group)s” are in a group of another kind.", "Give all of them the same kind.",
                            group=str(values["group"])))
    if values["leads"] and any(each.values["leads"] for each in mates):
        found.append(refuse("leads", "“%(group)s” is led by another school on these days.", "End that first, or answer 否.", group=str(values["group"])))
    if any(each.school == school for each in mates):
        found.append(refuse("group", "The school is in “%(group)s” already on these days.", "Change that row instead of adding one.",
                            group=str(values["group"])))
    return found


def meets(one: Values, other: Values) -> bool:
    """Whether two rows hold on a common day."""
    def before(first: Values, second: Values) -> bool:
        last, since = first.get("until"), second.get("since")
        return isinstance(last, date) and isinstance(since, date) and last <= since

    return not before(one, other) and not before(other, one)


def of_paper(values: Values, school: int | None, others: Sequence[Any]) -> list[Fault]:
    """A paper holds at least on its own day."""
    del school, others
    last, first = values.get("valid_until"), values.get("since")
    if isinstance(last, date) and isinstance(first, date) and last < first:
        return [refuse("valid_until", "The paper would end before it begins.", "Correct one of the two days.")]
    return []


def of_network(values: Values, school: int | None, others: Sequence[Any]) -> list[Fault]:
    """What is said holds until it is said anew: nothing is put in behind what is known already."""
    found = []
    later = [each for each in others if each.school == school and not each.ended and same_or_later(each.values, values)]
    if later:
        found.append(refuse("since", "What holds from %(day)s on is known already.", "Give a later day, or correct that row.",
                            day=str(later[0].values["since"])))
    opened, used = values.get("accounts_opened"), values.get("accounts_used")
    if isinstance(opened, int) and isinstance(used, int) and used > opened:
        found.append(refuse("accounts_used", "More accounts were used than were opened.", "Correct one of the two numbers."))
    return found


def same_or_later(one: Values, other: Values) -> bool:
    """Whether a row begins with another or after it."""
    first, second = one.get("since"), other.get("since")
    return isinstance(first, date) and isinstance(second, date) and first >= second


def of_programme(values: Values, school: int | None, others: Sequence[Any]) -> list[Fault]:
    """A code of six digits; no more double-qualified teachers than teachers."""
    del school, others
    found, code = [], str(values["programme_code"])
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        found.append(refuse("programme_code", "“%(number)s” is no code of a programme.", "It has six digits (专业目录).", number=code))
    teachers, double = values.get("teachers"), values.get("double_qualified")
    if isinstance(teachers, int) and isinstance(double, int) and double > teachers:
        found.append(refuse("double_qualified", "More teachers are double-qualified than there are.", "Correct one of the two numbers."))
    return found


def of_base(values: Values, school: int | None, others: Sequence[Any]) -> list[Fault]:
    """Grades in order."""
    del school, others
    first, last = values.get("first_grade"), values.get("last_grade")
    if isinstance(first, int) and isinstance(last, int) and last < first:
        return [refuse("last_grade", "The highest grade lies below the lowest.", "Correct one of the two grades.")]
    return []


def of_term(values: Values, school: int | None, others: Sequence[Any]) -> list[Fault]:
    """Days in order, in their school year, and no day in two terms."""
    del school
    first, last, opens = values["first_day"], values["last_day"], values["school_year"]
    if not (isinstance(first, date) and isinstance(last, date) and isinstance(opens, int)):
        return []
    if last <= first or last - first > LONGEST_TERM:
        return [refuse("last_day", "The last day does not lie within half a year of the first.", "Correct one of the two days.")]
    if not date(opens, 8, 1) <= first or not last < date(opens + 1, 8, 31):
        return [refuse("first_day", "The term does not lie in the school year %(year)s.", "Correct the days or the year.", year=opens)]
    if any(each.values["first_day"] <= last and first <= each.values["last_day"] for each in others):
        return [refuse("first_day", "Another term lies on the same days.", "Correct the days of one of them.")]
    return []


def of_days(values: Values, school: int | None, others: Sequence[Any]) -> list[Fault]:
    """Days in order."""
    del school, others
    first, last = values["first_day"], values["last_day"]
    if isinstance(first, date) and isinstance(last, date) and last < first:
        return [refuse("last_day", "The last day lies before the first.", "Correct one of the two days.")]
    return []


RULES: dict[str, Callable[[Values, int | None, Sequence[Any]], list[Fault]]] = {
    "groups": of_group, "papers": of_paper, "digital": of_network, "programmes": of_programme, "bases": of_base, "terms": of_term, "days-off": of_days,
}
