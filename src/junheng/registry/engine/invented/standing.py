"""Groups, papers, networks, programmes and practice bases of an invented county, from its schools: rows by list, modest in number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from junheng.registry.engine.invented.chance import Chance
from junheng.registry.engine.invented.county import County
from junheng.registry.values import Locale, Ownership, School, SchoolKind
from junheng.registry.values.standing import BaseKind, GroupKind, PaperKind, ProgrammeLevel, Wireless

# The code of a row, the code of its school ("" for none), its values.
Row = tuple[str, str, dict[str, object]]
OURS = {SchoolKind.PRIMARY, SchoolKind.NINE_YEAR, SchoolKind.JUNIOR, SchoolKind.TEACHING_POINT}
# [I] kind, how many of a thousand have it, years of its term (0 without end).
PAPERS = ((PaperKind.CHARTER, 940, 0), (PaperKind.LEGAL_PERSON, 1000, 5), (PaperKind.PARTY, 800, 0), (PaperKind.PARENTS, 720, 3),
          (PaperKind.LEGAL_DEPUTY, 850, 3), (PaperKind.INSPECTOR, 960, 3), (PaperKind.FOOD, 900, 5))
PROGRAMMES = (("710201", "计算机应用", 90, 8, 5, "清源数科有限公司、澄河信息产业园"), ("660102", "机电技术应用", 80, 9, 4, "澄河机械厂"),
              ("740104", "旅游服务与管理", 60, 5, 2, "云溪茶园景区"), ("610102", "作物生产技术", 40, 4, 2, ""),
              ("670103", "幼儿保育", 100, 10, 6, "县机关幼儿园"), ("700206", "汽车运用与维修", 80, 7, 4, "澄河汽修连锁"))
BASES = (("云溪县茶园劳动教育基地", BaseKind.LABOUR, 240, 3, 9, "种茶、采茶、制茶", date(2027, 6, 30)), ("云溪县青少年法治教育基地", BaseKind.LAW, 120, 4, 12, "模拟法庭、禁毒", None),
         ("大岭乡红色研学基地", BaseKind.STUDY, 300, 4, 9, "革命传统、地理", date(2027, 3, 31)), ("城关镇复兴少年宫", BaseKind.PALACE, 160, 1, 9, "书画、剪纸、合唱", None),
         ("云溪县科技馆", BaseKind.SCIENCE, 200, 1, 12, "天文、机器人", date(2026, 12, 31)), ("双河镇农耕实践基地", BaseKind.LABOUR, 180, 3, 9, "水稻、油菜", date(2027, 8, 31)))


def standing(county: County, seed: str) -> dict[str, list[Row]]:
    """The rows of each list. The same county and seed: the same rows."""
    chance, schools = Chance(f"{seed}/standing"), list(county.schools)
    found: dict[str, Callable[[], Iterator[Row]]] = {
        "groups": lambda: groups(schools, {town.code: town.name.removeprefix(county.name) for town in county.townships}), "papers": lambda: papers(chance, schools, county.day),
        "digital": lambda: networks(chance, county, schools), "programmes": lambda: programmes(schools), "bases": bases}
    return {name: list(rows()) for name, rows in found.items()}


def groups(schools: list[School], towns: dict[str, str]) -> Iterator[Row]:
    """One group in the seat, a community of town and country for each other township, pairs of junior schools."""
    urban = [each for each in schools if each.kind == SchoolKind.PRIMARY and each.locale == Locale.URBAN]
    if not urban:
        return
    core = next((each for each in urban if each.short_name == "实验小学"), urban[0])
    for turn, each in enumerate([core, *(other for other in urban if other is not core)][:4]):
        yield member(f"M-1-{turn}", each, f"{core.short_name}教育集团", GroupKind.GROUP, turn == 0, date(2022 + turn, 9, 1), "云教〔2022〕18号")
    places = list(dict.fromkeys(each.township for each in schools if each.locale != Locale.URBAN))
    for number, place in enumerate(places):
        here = [each for each in schools if each.township == place and each.kind in OURS and each.ownership == Ownership.PUBLIC]
        lead = urban[number % len(urban)]
        word = f"{lead.short_name}—{towns[place]}城乡教育共同体"
        for turn, each in enumerate([lead, *here]):
            yield member(f"M-2-{number}-{turn}", each, word, GroupKind.COMMUNITY, turn == 0, date(2023, 9, 1), "云教〔2023〕27号")
    strong = [each for each in schools if each.kind == SchoolKind.JUNIOR and each.locale == Locale.URBAN]
    weak = [each for each in schools if each.kind in {SchoolKind.JUNIOR, SchoolKind.NINE_YEAR} and each.locale == Locale.RURAL]
    for number, each in enumerate(weak if strong else []):
        lead = strong[number % len(strong)]
        for turn, one in enumerate((lead, each)):
            yield member(f"M-3-{number}-{turn}", one, f"{lead.short_name}帮扶{each.short_name}", GroupKind.STRONG_WEAK, turn == 0, date(2024, 3, 1), "云教〔2024〕6号")


def member(code: str, school: School, group: str, kind: GroupKind, leads: bool, since: date, basis: str) -> Row:
    """A school's place in a group, not before the school was there."""
    return code, school.school_code, {"group": group, "kind": kind.value, "leads": leads, "since": max(since, school.opened), "basis": basis}


def papers(chance: Chance, schools: list[School], day: date) -> Iterator[Row]:
    """Papers of all but teaching points; terms end on different days, some of them past."""
    for at, school in enumerate(schools):
        if school.kind == SchoolKind.TEACHING_POINT:
            continue
        kinds = [*PAPERS, (PaperKind.LICENCE, 1000, 3)] if school.ownership != Ownership.PUBLIC else list(PAPERS)
        draws = chance.bits(f"papers/{school.unit_code}", 3 * len(kinds)).tolist()
        for turn, (kind, per_mille, years) in enumerate(kinds):
            has, back, month = draws[3 * turn: 3 * turn + 3]
            if has % 1000 >= per_mille:
                continue
            since = max(date(day.year - back % (years or 6), month % 9 + 1, 10), school.opened)
            if since > day:
                since = school.opened
            until = date(since.year + years, since.month, since.day) if years else None
            yield f"P-{at}-{turn}", school.school_code, {"kind": kind.value, "number": f"云{kind.chinese[:2]}〔{since.year}〕{at + 1}号", "since": since,
                                                         "valid_until": until}


def networks(chance: Chance, county: County, schools: list[School]) -> Iterator[Row]:
    """Bandwidth by the number of classes, more of it in town; two dated states for some."""
    classes: dict[str, int] = {}
    pupils: dict[str, int] = {}
    for row in county.classes:
        if row.school_year == county.opens:
            classes[row.school_code] = classes.get(row.school_code, 0) + 1
            pupils[row.school_code] = pupils.get(row.school_code, 0) + 40
    for at, school in enumerate(schools):
        count = classes.get(school.school_code, 0)
        if not count:
            continue
        draws = chance.bits(f"digital/{school.unit_code}", 4).tolist()
        steps = (100, 200, 300, 500, 1000)
        wanted = next((step for step in steps if step >= count * 10), 1000)
        lower = draws[0] % 1000 < (120 if school.locale == Locale.URBAN else 350)
        band = steps[max(0, steps.index(wanted) - 1)] // (2 if count <= 10 else 1) if lower else wanted
        wireless = (Wireless.WHOLE, Wireless.PART, Wireless.NONE)[draws[1] % 3 if school.locale != Locale.URBAN else draws[1] % 2]
        people = pupils[school.school_code]
        yield f"D-{at}", school.school_code, {
            "since": max(date(county.day.year, 9, 1), school.opened) if school.opened <= county.day else county.day, "bandwidth_mbps": band,
            "wired_classes": count - draws[2] % 2, "wireless": wireless.value, "pupil_terminals": people * (6 + draws[2] % 10) // 100,
            "teacher_terminals": count * 2, "accounts_opened": people, "accounts_used": people * (500 + draws[3] % 450) // 1000}


def programmes(schools: list[School]) -> Iterator[Row]:
    """Programmes of the vocational schools."""
    for school in schools:
        for turn, (number, name, places, teachers, double, firms) in enumerate(PROGRAMMES if school.kind == SchoolKind.VOCATIONAL else ()):
            yield f"V-{school.unit_code}-{turn}", school.school_code, {
                "programme_code": number, "name": name, "level": ProgrammeLevel.SECONDARY.value, "years": 3, "planned": places, "teachers": teachers,
                "double_qualified": double, "enterprises": firms, "since": max(date(2019, 9, 1), school.opened), "basis": "云教职〔2019〕3号"}


def bases() -> Iterator[Row]:
    """Practice bases of the county."""
    for turn, (name, kind, capacity, first, last, themes, safe) in enumerate(BASES):
        yield f"B-{turn}", "", {"name": name, "kind": kind.value, "operator": "云溪县教育局", "capacity": capacity, "themes": themes, "first_grade": first,
                                "last_grade": last, "hours": 8, "safety_until": safe, "since": date(2023, 9, 1), "basis": "云教〔2023〕31号"}
