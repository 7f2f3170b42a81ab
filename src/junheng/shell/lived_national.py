"""An export of the national roll for the example county: made from the register, with known faults, and compared.

What stands in it is invented as the register is. Every fault is named with the record at which it must be found, so that tests
ask for each of them and for nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from junheng.ground.jobs.registry import Progress
from junheng.ground.people.queries import account_id_of
from junheng.ground.people.values import Person
from junheng.ground.sheets import Column, Sheet, workbook
from junheng.registry import actions, jobs, queries
from junheng.registry.engine.invented.numbers import check_digit
from junheng.registry.engine.typed import written
from junheng.registry.models import NationalDifference, NationalFile, School
from junheng.registry.values.forms import EXPORTS, PUPILS, STAFF
from junheng.registry.values.national import DifferenceKind, NationalSystem, SchoolSays
from junheng.shell.lived_year import moment, somebody

UNITS, DATED, LOADED = ("X03", "X04", "X05"), date(2026, 11, 16), date(2026, 11, 18)
LEFT_OUT = ("政治面貌", "健康状况", "备注")
Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Fault:
    """A difference that was planted: its kind, the code of the record ("" where there is none here), the name, the column."""

    kind: DifferenceKind
    code: str
    name: str
    key: str = ""


def live(progress: Progress) -> int:
    """This will have one export loaded and compared, once, with a word of a school and a line for the corrections."""
    if NationalFile.objects.exists() or account_id_of("jijiao") is None:
        return 0
    system, by = NationalSystem.PUPILS, somebody("jijiao", LOADED)
    schools = list(School.objects.filter(unit__code__in=UNITS).values_list("pk", flat=True))
    rows = rows_of(system, by, LOADED, schools)
    if len(rows) < ENOUGH:
        return 0
    spoil(rows, LOADED)
    number = actions.load_export(system=system, content=made(system, rows, LOADED), name="学籍系统导出_三校_20261116.xlsx", dated=DATED, today=LOADED, by=by,
                                 at=moment(LOADED))
    jobs.compare({"file": number, "by": by.account_id}, progress)
    said(system, by)
    return 1


def said(system: NationalSystem, by: Person) -> None:
    """What was said and decided of it meanwhile."""
    rows = NationalDifference.objects.filter(system=system.value, gone_at=None)
    own = rows.filter(school__unit__code=UNITS[0], kind=DifferenceKind.VALUE.value).order_by("id").first()
    if own is not None:
        clerk = somebody("ziliao", LOADED)
        actions.say_of_difference(difference_id=own.pk, says=SchoolSays.OURS, words="户口簿已核对", by=clerk, at=moment(date(2026, 11, 19)))
    gone = rows.filter(kind=DifferenceKind.THEIRS_ONLY.value).order_by("id").first()
    if gone is not None:
        actions.list_for_correction(difference_id=gone.pk, reason="已随父母迁往外省就读", today=LOADED, by=by, at=moment(date(2026, 11, 19)))


def rows_of(system: NationalSystem, person: Person, day: date, unit_ids: Sequence[int]) -> Rows:
    """The register as an export would have it: by the keys of its form, and with our code to be asked for."""
    pupils = system is NationalSystem.PUPILS
    form, held = (PUPILS, queries.roster(person, day, list(unit_ids))) if pupils else (STAFF, queries.staff_list(person, day))
    codes = set(School.objects.filter(pk__in=unit_ids).values_list("school_code", flat=True))
    found = [{field.key: written(value, field) for field, value in zip(form.fields, row, strict=True)} for row in held]
    stages = {"小班", "中班", "大班"}
    rows = [row for row in found if row["school_code"] in codes and row.get("grade") not in stages]
    for row in rows:
        row["born"] = row["born"].replace("-", "")
        if pupils:
            row["class_no"] = f"{row['class_no']}班" if row["class_no"] else ""
    return rows


def made(system: NationalSystem, rows: Rows, day: date) -> bytes:
    """The workbook, under the system's own headings with a title over them and columns that say nothing here."""
    titles = queries.own_titles(system, day)
    columns = [Column(title, 16) for title in (*titles.values(), *LEFT_OUT)]
    cells = [[row.get(key, "") for key in titles] + ["", "", ""] for row in rows]
    return workbook((Sheet("导出", EXPORTS[system.form].title, columns, cells),), created=timezone.make_aware(timezone.datetime(day.year, day.month, day.day)))


ENOUGH = 20


def spoil(rows: Rows, day: date) -> list[Fault]:
    """This will plant the faults into rows of two schools at least, and say at which record each must be found."""
    first = rows[0]["school_code"]
    here = [row for row in rows if row["school_code"] == first and row["roll_number"] and row["identity_number"]]
    there = next(row for row in rows if row["school_code"] != first)
    sex, born, name, people, empty, other, again, missing, probable, group, moved, crossed, spaces = here[:13]
    found = [Fault(DifferenceKind.VALUE, row["code"], row["name"], key) for row, key in (
        (sex, "sex"), (born, "born"), (name, "name"), (people, "ethnic_group"), (empty, "identity_number"))]
    sex["sex"] = "男" if sex["sex"] == "女" else "女"
    born["born"] = f"{date.fromisoformat(_iso(born['born'])) + timedelta(days=1):%Y%m%d}"
    name["name"] = f"{name['name']}儿"
    found[2] = Fault(DifferenceKind.VALUE, name["code"], name["name"], "name")
    people["ethnic_group"] = "苗族" if people["ethnic_group"] != "苗族" else "汉族"
    empty["identity_number"] = ""
    found.append(Fault(DifferenceKind.TWO_NUMBERS, other["code"], other["name"], "roll_number"))
    other["roll_number"] = roll(day, 1)
    found.append(Fault(DifferenceKind.TWO_NUMBERS, again["code"], again["name"], "roll_number"))
    rows.append(again | {"roll_number": roll(day, 2)})
    found.append(Fault(DifferenceKind.OURS_ONLY, missing["code"], missing["name"]))
    rows.remove(missing)
    found.append(Fault(DifferenceKind.PROBABLE, probable["code"], probable["name"]))
    probable["roll_number"], probable["identity_number"] = roll(day, 3), ""
    found.append(Fault(DifferenceKind.PLACE, group["code"], group["name"], "class"))
    group["class_no"] = "19班"
    found.append(Fault(DifferenceKind.PLACE, moved["code"], moved["name"], "school"))
    moved["school_code"], moved["school"] = there["school_code"], there["school"]
    found.append(Fault(DifferenceKind.TWO_NUMBERS, crossed["code"], crossed["name"], "identity_number"))
    crossed["identity_number"] = here[13]["identity_number"]
    spaces["name"] = f"{spaces['name'][0]} {spaces['name'][1:]}"  # written with a space, as older rows are: no difference
    rows.append(here[14] | {"name": "欧阳未来", "roll_number": roll(day, 4), "identity_number": "", "born": "20190228"})
    found.append(Fault(DifferenceKind.THEIRS_ONLY, "", "欧阳未来"))
    return found


def roll(day: date, serial: int) -> str:
    """A roll number that nobody has: of a division that cannot be."""
    body = f"990199{day.year - 8}0101{900 + serial}"
    return f"G{body}{check_digit(body)}"


def _iso(text: str) -> str:
    """2018-07-04 of 20180704."""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"
