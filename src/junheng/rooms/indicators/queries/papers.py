"""The self-evaluation (自评报告) as an official paper: verdicts, coefficients in the published layout, schools, what each lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from math import ceil

from junheng.ground.documents.official import Heading, Paper, Paragraph, Table, official_paper
from junheng.registry.values import Stage
from junheng.rooms.indicators.values.definitions import Standard
from junheng.rooms.indicators.values.results import County, Measured
from junheng.rooms.indicators.values.results import Stage as StageResult

REASONS = {"kind": "办学类型不列入", "ownership": "民办学校不列入", "small_point": "教学点学生数不足", "no_pupils": "没有学生"}
UNITS = {"teachers": "名教师", "m2": "平方米", "yuan": "元", "rooms": "间", "computers": "台", "volumes": "册"}
SLACK = 1e-9  # of a float: 3.0000000001 teachers are three
NUMBERS = "一二三四五六七八九十"
Block = Heading | Paragraph | Table


def self_evaluation(standard: Standard, measured: Measured, names: Mapping[str, str], *, created: datetime) -> bytes:
    """The paper; `names` gives the name of a school for its code."""
    blocks = [block for county in measured.counties for block in of_county(standard, measured, county, names)]
    return official_paper(Paper(title=f"{standard.titles['zh']}监测自评报告", blocks=(*blocks, *about(standard, measured)),
                                date=f"{measured.on.year}年{measured.on.month}月{measured.on.day}日", across=True), created=created)


def of_county(standard: Standard, measured: Measured, county: County, names: Mapping[str, str]) -> Iterator[Block]:
    """One county: its verdict, its items, then each stage."""
    yield Heading(f"全县（{county.county}）　{verdict(county.met)}", 1)
    if county.items:
        titles = {item.id: item.titles["zh"] for item in standard.items}
        yield Table(("序号", "指标", "数值", "标准", "结果"), tuple(
            (each.id, titles[each.id], number(each.value), number(each.limit), verdict(each.met)) for each in county.items), (16, 110, 30, 30, 30), centred=(0, 2, 3, 4))
    for place, stage in enumerate(county.stages):
        yield Heading(f"{Stage(stage.stage).chinese}　{verdict(stage.met)}" if len(county.stages) == 1 else f"（{NUMBERS[place]}）{Stage(stage.stage).chinese}　{verdict(stage.met)}", 2)
        yield from of_stage(standard, measured, stage, names)


def of_stage(standard: Standard, measured: Measured, stage: StageResult, names: Mapping[str, str]) -> Iterator[Block]:
    """One stage: coefficients, values of the schools, what they lack, who is left out."""
    ids = [each.id for each in stage.indicators]
    if not ids:
        return
    titles = {item.id: item.titles["zh"] for item in standard.items}
    yield Paragraph("；".join(f"{key} {titles[key]}" for key in ids) + "。")
    width = 190 // (len(ids) + 1)
    spread = tuple((label, *(number(getattr(each, field), 6) for each in stage.indicators), number(stage.composite.cv, 6) if field == "cv" else "")
                   for label, field in (("全县平均值", "mean"), ("标准差", "sd"), ("差异系数", "cv"), ("限值", "limit")))
    yield Table(("", *ids, "综合"), spread, (30, *[width] * (len(ids) + 1)), centred=tuple(range(len(ids) + 2)))
    yield Paragraph(f"列入计算学校{len(stage.schools)}所，达到要求{sum(1 for each in stage.schools if each.met)}所。")
    yield Table(("学校", *ids, "达标项数", "结果"), tuple(
        (names.get(each.school_code, each.school_code), *(number(each.values[key], 4) for key in ids), str(each.reached), verdict(each.met))
        for each in stage.schools), (56, *[158 // len(ids)] * len(ids), 18, 20), centred=tuple(range(1, len(ids) + 3)))
    lacks = tuple((names.get(each.school_code, each.school_code), "；".join(
        f"{lack.id} {number(lack.value, 4)}，标准{number(lack.needed, 4)}，差{amount(lack.missing, lack.unit)}" for lack in each.shortfalls))
        for each in stage.schools if each.shortfalls)
    if lacks:
        yield Paragraph("未达到标准的学校和差额：")
        yield Table(("学校", "未达到的指标、数值、标准和差额"), lacks, (56, 190))
    if stage.excluded:
        yield Paragraph("未列入计算：" + "；".join(f"{names.get(each.school_code, each.school_code)}（{REASONS[each.reason]}）" for each in stage.excluded) + "。")


def about(standard: Standard, measured: Measured) -> Iterator[Block]:
    """What the figures stand on, and what is not here."""
    yield Heading("计算说明", 1)
    yield Paragraph("差异系数为标准差除以平均值；" + ("平均值和标准差按各校学生数加权。" if measured.weighted else "各校不加权。"))
    if measured.cannot_compute:
        titles = {item.id: item.titles["zh"] for item in standard.items}
        gaps = dict.fromkeys(f"{each.id} {titles[each.id]}（缺 {each.missing}" + (f"：{each.county}{Stage(each.stage).chinese if each.stage else ''}" if each.county else "") + "）"
                             for each in measured.cannot_compute)
        yield Paragraph("无法计算：" + "；".join(gaps) + "。")
    papers = [f"{item.id} {item.titles['zh']}" for item in standard.of_papers]
    if papers:
        yield Paragraph("需提供佐证材料：" + "；".join(papers) + "。")


def amount(missing: float, unit: str) -> str:
    """What is missing, in whole teachers, rooms, computers and volumes."""
    whole = unit in {"teachers", "rooms", "computers", "volumes"}
    return f"{number(ceil(missing - SLACK) if whole else missing, 2)}{UNITS.get(unit, unit)}"


def verdict(met: bool | None) -> str:
    """A verdict as papers write it."""
    return {True: "达标", False: "未达标", None: "—"}[met]


def number(value: float | None, places: int = 2) -> str:
    """A number without trailing zeros; a dash where there is none."""
    if value is None:
        return "—"
    told = f"{value:.{min(places, 2) if abs(value) >= 1000 else places}f}"
    return told.rstrip("0").rstrip(".") if "." in told else told
