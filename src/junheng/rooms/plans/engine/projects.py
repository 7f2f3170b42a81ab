"""Named projects, schemes and building sites."""

from __future__ import annotations

import re
from collections.abc import Iterator

from junheng.rooms.plans.values import Item, Project

KIND = "工程|计划|行动|项目|活动"
QUOTED = re.compile(rf"(?P<name>“[^“”]{{2,20}}”[\u4e00-\u9fff]{{0,6}}?(?:{KIND}|建设|创建))|(?P<inner>“[^“”]{{2,16}}(?:工程|计划|行动)”)")
WORDS = r"(?:[\u4e00-\u9fff0-9.]|“[^“”]{2,16}”)"
SCHEME = re.compile(
    rf"(?:实施|推进|启动|开展|深化|落实|推动)(?:好)?(?P<name>{WORDS}{{3,24}}?(?:工程|计划|行动|项目))(?=[，,。；;、]|建设|落地|$)"
)
PLACES = "小学|初级中学|中学|学校|幼儿园|中心园|校区|分校|综合楼|教学楼|实训楼|宿舍楼?|食堂|运动场|体育馆|图书馆|实验楼|公寓|职教中心"
SITE = re.compile(rf"(?:新建|改建|扩建|改扩建|重建|建成|迁建|完成|开工建设)(?P<name>[\u4e00-\u9fff（）()]{{1,18}}?(?:{PLACES}))(?:项目|工程|建设)?(?![\u4e00-\u9fff]*[\d一两二三四五六七八九十]+所)")
BUILDING = re.compile(rf"(?P<name>[\u4e00-\u9fff（）()]{{3,26}}?(?:新建|改建|扩建|改扩建|迁建|改造|提升改造|(?:{PLACES}))(?:项目|工程))")
VERBS = re.compile(r"^(?:(?:加快|推进|推动|实施|完成|确保|做好|启动|继续|积极|全面|持续|大力|深入|抓好|组织)(?=[\u4e00-\u9fff]{4}))+")
GENERAL = re.compile(r"^(?:各|全[省市县区]|所有|全部|农村中小学|中小学|公办|民办|义务教育|一[所批]|市内|所|等|[两三四五六七八九十]+所)")


def find_projects(text: str, items: tuple[Item, ...]) -> tuple[Project, ...]:
    """This will list the projects of each item, each name once within it."""
    found = []
    for item in items:
        seen: set[str] = set()
        for name, start, end in apart(names(text, item.start, item.end)):
            if name not in seen:
                seen.add(name)
                found.append(Project(name, item.path, start, end))
    return tuple(found)


def apart(found: Iterator[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """The names in the order of the text; of two that overlap the longer one."""
    kept: list[tuple[str, int, int]] = []
    for each in sorted(found, key=lambda named: named[1] - named[2]):
        if all(each[2] <= other[1] or other[2] <= each[1] for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda named: named[1])


def names(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Names with their spans, without the verbs before them; sets of schools without a name are left out."""
    for match in QUOTED.finditer(text, start, end):
        yield match.group(), match.start(), match.end()
    for pattern in (SCHEME, SITE, BUILDING):
        for match in pattern.finditer(text, start, end):
            name = match.group("name")
            verbs = VERBS.match(name)
            begin = match.start("name") + (verbs.end() if verbs else 0)
            bare = text[begin:match.end("name")]
            if not GENERAL.match(bare) and bare not in PLACES.split("|") and bare.count("“") < 2:
                yield bare, begin, match.end("name")
