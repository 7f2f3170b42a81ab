"""The Book: levels, dates, stages, sources."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from junheng.ground.kernel.findings import Refused
from junheng.ground.standards import Book, lint

SOURCE = '[source]\ndocument = "某办法"\nnumber = "某〔2020〕1号"\nclause = "第三条"\nmark = "{mark}"\nreview_by = 2026-06-01\n'


def standard(value, *, mark="S", since="2020-01-01", more=""):
    return (f'title = "班额"\n{SOURCE.format(mark=mark)}[values.limit]\nunit = "人"\n[[values.limit.dated]]\n'
            f'since = {since}\nvalue = "{value}"\n{more}')


def limit(book, day=date(2026, 1, 1), **stage):
    return book.at(day)["classes/size"].value("limit", **stage)


def test_a_county_overlays_the_nation_and_the_chain_is_kept():
    book = Book.from_texts({"nation/classes/size": standard("45"), "county/classes/size": standard("40")})
    assert limit(book) == Decimal("40")
    assert [each.level for each in book.at(date(2026, 1, 1))["classes/size"].chain("limit")] == ["county", "nation"]


def test_a_later_value_holds_from_its_own_day():
    book = Book.from_texts({"nation/classes/size": standard(
        "45", more='[[values.limit.dated]]\nsince = 2027-01-01\nvalue = "40"\n')})
    assert (limit(book, date(2026, 12, 31)), limit(book, date(2027, 1, 1))) == (Decimal("45"), Decimal("40"))


def test_a_stages_own_value_comes_before_the_one_for_all():
    book = Book.from_texts({"nation/classes/size": standard(
        "45", more='[[values.limit.dated]]\nsince = 2020-01-01\nstage = "junior"\nvalue = "50"\n')})
    assert (limit(book, stage="junior"), limit(book, stage="primary")) == (Decimal("50"), Decimal("45"))


@pytest.mark.parametrize("text", [
    'title = "x"\n[values.a]\n[[values.a.dated]]\nsince = 2020-01-01\nvalue = "1"\n',
    standard("45").replace('value = "45"', "value = 45"),
    standard("45").replace("since = 2020-01-01\n", ""),
    standard("many"),
    "title =",
])
def test_a_number_without_source_or_date_or_not_written_as_text_is_refused(text):
    with pytest.raises(Refused) as caught:
        Book.from_texts({"nation/classes/size": text})
    assert caught.value.findings[0].place.file == "nation/classes/size"


def test_the_linter_flags_what_nobody_confirmed_and_what_is_due_for_review():
    book = Book.from_texts({"nation/classes/size": standard("45", mark="M")})
    assert {each.code for each in lint(book, date(2027, 1, 1))} == {"unconfirmed", "review"}
    assert lint(Book.from_texts({"nation/classes/size": standard("45")}), date(2026, 1, 1)) == ()
