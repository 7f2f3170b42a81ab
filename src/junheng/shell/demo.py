"""The example county: its units and people, its plan adopted, and ten lived months.

Everything is invented. The county's own files lie in `counties/example`; it is loaded through the same actions that
people use, so whatever it shows has passed the same checks.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime, time
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from junheng.ground.people import actions as people
from junheng.ground.people.models import Account
from junheng.ground.people.queries import role_label
from junheng.ground.people.values import Role
from junheng.ground.units import actions as units
from junheng.ground.units.models import Unit
from junheng.ground.units.values import Kind

FOUNDED = date(2020, 1, 1)
CONSOLE = {"by": None, "by_name": "Console"}

# The county's unit carries its six-digit division, one that cannot be real; published facts name the county by it.
COUNTY = "990121"

# code, name, short name, kind, managing parent, place in the administrative tree
UNITS = (
    ("P", "清源省", "清源省", Kind.PROVINCE, None, None),
    ("M", "澄河市", "澄河市", Kind.CITY, None, "P"),
    (COUNTY, "云溪县", "云溪县", Kind.COUNTY, None, "M"),
    ("T01", "云溪县城关镇", "城关镇", Kind.TOWNSHIP, None, COUNTY),
    ("T02", "云溪县柳林镇", "柳林镇", Kind.TOWNSHIP, None, COUNTY),
    ("T03", "云溪县大岭乡", "大岭乡", Kind.TOWNSHIP, None, COUNTY),
    ("B", "云溪县教育局", "教育局", Kind.BUREAU, None, COUNTY),
    ("L1", "分管副局长（学前、基教、督导）", "何文清", Kind.LEADER, "B", None),
    ("L2", "分管副局长（人事、财务、项目）", "沈立新", Kind.LEADER, "B", None),
    ("L3", "分管副局长（安全、体卫艺、办公室）", "罗敏", Kind.LEADER, "B", None),
    ("S01", "云溪县教育局办公室", "办公室", Kind.SECTION, "L3", None),
    ("S02", "云溪县教育局学前股", "学前股", Kind.SECTION, "L1", None),
    ("S03", "云溪县教育局基教股", "基教股", Kind.SECTION, "L1", None),
    ("S04", "云溪县教育局人事股", "人事股", Kind.SECTION, "L2", None),
    ("S05", "云溪县教育局财务股", "财务股", Kind.SECTION, "L2", None),
    ("S06", "云溪县教育局项目办", "项目办", Kind.SECTION, "L2", None),
    ("S07", "云溪县教育局安全股", "安全股", Kind.SECTION, "L3", None),
    ("S08", "云溪县教育局体卫艺股", "体卫艺股", Kind.SECTION, "L3", None),
    ("S09", "云溪县教育局督导室", "督导室", Kind.SECTION, "L1", None),
    ("I01", "云溪县教育局教研室", "教研室", Kind.INSTITUTION, "L1", None),
    ("I02", "云溪县教育局招考办", "招考办", Kind.INSTITUTION, "L1", None),
    ("I03", "云溪县教育局资助中心", "资助中心", Kind.INSTITUTION, "L2", None),
    ("Z01", "城关镇中心校", "城关中心校", Kind.CENTRAL_SCHOOL, "L1", "T01"),
    ("Z02", "柳林镇中心校", "柳林中心校", Kind.CENTRAL_SCHOOL, "L1", "T02"),
    ("Z03", "大岭乡中心校", "大岭中心校", Kind.CENTRAL_SCHOOL, "L1", "T03"),
    ("X01", "云溪县第一中学", "县一中", Kind.SCHOOL, "L1", "T01"),
    ("X02", "云溪县第二中学", "县二中", Kind.SCHOOL, "L1", "T01"),
    ("X03", "云溪县实验小学", "实验小学", Kind.SCHOOL, "Z01", "T01"),
    ("X04", "云溪县柳林镇中心小学", "柳林中心小学", Kind.SCHOOL, "Z02", "T02"),
    ("X05", "云溪县大岭乡中心寄宿制小学", "大岭中心小学", Kind.SCHOOL, "Z03", "T03"),
    ("X06", "云溪县大岭乡中心寄宿制小学（大湾教学点）", "大湾教学点", Kind.TEACHING_POINT, "X05", "T03"),
    ("K01", "云溪县机关幼儿园", "机关幼儿园", Kind.KINDERGARTEN, "Z01", "T01"),
    ("O01", "云溪县财政局", "县财政局", Kind.OUTSIDE, None, COUNTY),
    ("O02", "云溪县人力资源和社会保障局", "县人社局", Kind.OUTSIDE, None, COUNTY),
    ("O03", "云溪县公安局", "县公安局", Kind.OUTSIDE, None, COUNTY),
    ("O04", "云溪县市场监督管理局", "县市场监管局", Kind.OUTSIDE, None, COUNTY),
    ("O05", "云溪县卫生健康局", "县卫健局", Kind.OUTSIDE, None, COUNTY),
)

# sign-in name, name, role, unit
PEOPLE = (
    ("juzhang", "周明远", Role.HEAD, "B"),
    ("fuju1", "何文清", Role.DEPUTY, "L1"),
    ("fuju2", "沈立新", Role.DEPUTY, "L2"),
    ("fuju3", "罗敏", Role.DEPUTY, "L3"),
    ("bangong", "林静", Role.OFFICE, "S01"),
    ("bangong2", "许立", Role.OFFICE, "S01"),
    ("xueqian", "邓小兰", Role.SECTION_CHIEF, "S02"),
    ("jijiao", "陈岚", Role.SECTION_CHIEF, "S03"),
    ("renshi", "方红梅", Role.SECTION_CHIEF, "S04"),
    ("caiwu", "郭永年", Role.SECTION_CHIEF, "S05"),
    ("xiangmu", "黄志坚", Role.SECTION_CHIEF, "S06"),
    ("anquan", "马国强", Role.SECTION_CHIEF, "S07"),
    ("tiwei", "苏晓", Role.SECTION_CHIEF, "S08"),
    ("dudao", "吴志平", Role.SECTION_CHIEF, "S09"),
    ("jiaoyan", "钟琳", Role.OFFICER, "I01"),
    ("zhaokao", "曾伟", Role.OFFICER, "I02"),
    ("zizhu", "潘月", Role.OFFICER, "I03"),
    ("zhongxin", "丁海", Role.CENTRAL_SCHOOL_HEAD, "Z01"),
    ("xiaozhang", "贺晴", Role.SCHOOL_HEAD, "X03"),
    ("ziliao", "田小禾", Role.CLERK, "X03"),
    ("liuxiao", "钱立群", Role.SCHOOL_HEAD, "X04"),
    ("jiaoshi", "安宁", Role.TEACHER, "X04"),
    ("duxue", "龚正", Role.INSPECTOR, "S09"),
    ("shenji", "严明", Role.AUDITOR, "B"),
    ("xitong", "系统员", Role.SYSTEM_ADMIN, "B"),
    ("anquanyuan", "安全员", Role.SECURITY_ADMIN, "B"),
    ("shenjiyuan", "审计员", Role.AUDIT_ADMIN, "B"),
)

# What some of them hold besides: sign-in name, role, unit.
ALSO = (("jijiao", Role.REGISTRAR, "B"), ("renshi", Role.PERSONNEL, "B"))


def founding() -> datetime:
    """The moment at which the example county was set up."""
    return timezone.make_aware(datetime.combine(FOUNDED, time(9)))


def open_units() -> dict[str, int]:
    """This will open the example county's units that are not there yet; ids by code."""
    ids = dict(Unit.objects.values_list("code", "pk"))
    for code, name, short, kind, parent, place in UNITS:
        if code not in ids:
            ids[code] = units.open_unit(code=code, name=name, short_name=short, kind=kind, since=FOUNDED,
                                        managing_parent=ids.get(parent or ""), administrative_parent=ids.get(place or ""),
                                        at=founding(), **CONSOLE)
    return ids


def open_accounts() -> list[tuple[str, str, str]]:
    """This will open the demonstration accounts; (duty, sign-in name, password) for printing.

    Passwords are drawn once for each home folder and kept beside its data, readable by its owner only.
    """
    ids = open_units()
    drawn = passwords()
    printed = []
    for username, name, role, unit in PEOPLE:
        if not Account.objects.filter(username=username).exists():
            opened = people.open_account(username=username, name=name, language="zh-hans", password=drawn, by=None,
                                         at=founding())
            for held, at in [(role, unit), *((also, place) for whose, also, place in ALSO if whose == username)]:
                people.appoint(account_id=opened.account_id, role=held, unit_id=ids[at], since=FOUNDED, by=None, at=founding())
        printed.append((f"{name} {role_label(role)}", username, drawn))
    return printed


def passwords() -> str:
    """The demonstration password of this home."""
    place = Path(settings.HOME) / "demo-password"
    if not place.exists():
        place.touch(mode=0o600)
        place.write_text(f"yunxi-{secrets.token_hex(3)}", encoding="ascii")
    return place.read_text(encoding="ascii")


def start_loading() -> None:
    """This will have the plan with its lived months, then the register, loaded behind the running site."""
    from junheng.ground.jobs import actions as jobs

    for kind in ("shell.demo", "shell.hall"):
        jobs.enqueue(kind=kind, arguments={"lived": True, "faults": True}, key=kind, by=None, by_name="Console", at=timezone.now())
