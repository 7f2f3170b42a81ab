"""What a target is about: the noun phrase before or behind its number."""

from __future__ import annotations

import re

from junheng.rooms.plans.engine.targets.words import DEED, UP

# Words that end an indicator of its own; two of them joined by 、和及 are two targets.
HEADS = (
    "率", "比例", "占比", "覆盖面", "比重", "系数", "水平", "班额", "支出", "工资", "收入", "经费", "投入", "数", "指数", "满意度", "知晓度", "面积", "比", "总量",
)
LEADING = re.compile(
    r"^(?:[,;、:)\s]|(?:用|利用)?[\d一二三四五]+年(?:左右)?(?:的?时间|之?内|拟|共|累计)|(?:到|至)?\s*20\d\d(?:\s*[-—–~至到、和]+\s*20\d\d)*\s*年(?:底|末|起)?(?:之?前)?|起(?=[\d一二三四五]年)|分别|“?十[二三四五六]五”?(?:时期|期间)?末?|力争|争取|努力|确保|保证|要|使|让|全面|继续|积极|进一步|完成(?!率)|实现(?!率|度)|推动|促进|其中|"
    r"每年|年内|今年|至少|再|\d{1,2}\s*月底?之?前|秋季学期|不断|逐步|加快|推进|并|和|与|且|将|拟|计划|预计|在(?![校园岗编读册职任籍])|全年(?!级)|累计|按照|按|做到|保障|评选|表彰|组织|每学年|每学期|每月|每季度)+"
)
TRAILING = re.compile(
    r"(?:(?:由|从)[^,。;]*?\d[\d.]*[%\u4e00-\u9fff]{0,3}|年均|按照?|原则上|(?:都|均|要)?[建设拥]有|分别|均|都|要|应|须|已|将|再|约|近|总数|数量|总量|稳定|保持|继续)?(?:每(?:生|人|师|年|学年|学期|季度|月|周|天|日|班)|达到|达|不得?低于|不得?少于|不得?高于|不得?超过|控制在|保持在|稳定在|提高到|提升到|提升至|提高至|增加到|扩增到|"
    r"保持|稳定|持续|扩大到|降至|降到|降低到|至少|高于|低于|大于|小于|超过|新增|增加|提高|提升|下降|降低|增长|减少|突破|为|是|在|到|实现|力争|争取|确保|分别|均|都|占总数的?|占|(?:到|至|在)?\s*20\d\d\s*年(?:底|末)?(?:之?前)?|(?:较|比|与|同)(?:上年|去年|上一年|20\d\d\s*年)(?:相比)?)*\s*$"
)
FAR_BOUND = re.compile(r"(?:不得?低于|不得?少于|不得?超过|不得?高于|至少|达到|超过)[^,。;]*的?$")
VERB_ONLY = re.compile(
    r"^(?:再|新|共|各|拟|将|继续|每年|每学期|累计|计划)*(?:新建|改建|扩建|新改扩建|改扩建|建成|建设|评选|培育|遴选|打造|创建|创成|开发|招聘|举办|组织|开展|引进|选派|培养|推出|新增|增加|认定|"
    r"组建|成立|设立|配备|安排|投入|推进|推动|完成|改造|购置|采购|表彰|奖励|启用|达到|争创|选树|选拔|开设|实施|建|、|和)*$"
)
# A number that touches a verb, 等 or 每校 counts the noun behind it (确定2所实验校, 每校配备1名校医).
TOUCHES = re.compile(rf"(?:{DEED}|{UP}|等|共|有|确定|联系|包联|配建|办)(?:好|用好|了|不少于|至少|约)?\s*$|^[^,。;]{{0,6}}每[^,。;]{{1,10}}$")
NOUN = re.compile(r"\d{0,3}[\u4e00-\u9fff“]{2}")
NO_NOUN = re.compile(r"(?:用于|到|以[上下内]|左右|用|的?时间|在|为|向|参加|由|给)")
STAGES = "学前|幼儿园|小学|初中|普通高中|高中|中职|城区|县城|城市|农村|乡村|省级|市级|县级|公办|民办"
STAGE, STAGE_END = re.compile(f"(?:{STAGES})"), re.compile(f"(?:{STAGES})$")
BACK = re.compile(r"^(?:到|至)?(?:(?:比|较|与|同)[^,。;]*|20\d\d\s*年(?:底|末)?(?:前)?)$")
JOINTS = (re.compile(r"[、和及]"), re.compile(r"、"), re.compile(r"[和及]"))  # the last two: A率、B和C联网率; 小学、初中A率和B率


def before_number(words: str) -> str:
    """The subject of a number that stands behind it (普惠率达到90%, 教师不低于总数的10%)."""
    cut = FAR_BOUND.search(words)
    words = words[:cut.start()] if cut and cut.start() > 1 else words
    subject = LEADING.sub("", TRAILING.sub("", words)).strip(" 的,、")
    return subject.replace("“”", "") if subject.count("“") == subject.count("”") else subject.strip("“”")


def behind_number(words: str) -> str:
    """The subject of a number that stands before it (1000节优质课)."""
    return re.split(r"[,。;、]", words)[0].strip(" 的")


def counted_behind(before: str, after: str) -> bool:
    """Whether the words behind a number with a unit say what it counts."""
    noun = behind_number(after)
    return bool(NOUN.match(noun)) and not NO_NOUN.match(noun) and bool(TOUCHES.search(before))


def refers_back(subject: str) -> bool:
    """Whether the words before a number only compare or date it (比上年, 到2024年): its subject stands before."""
    return not subject or bool(BACK.match(subject))


def names_nothing(subject: str) -> bool:
    """Whether words before a number are only verbs (评选, 新建、改扩建)."""
    return len(subject) < 2 or bool(VERB_ONLY.match(subject))


def shared(subject: str) -> list[str]:
    """The indicators that share one value: A率、B率 are two; 学校、幼儿园 are one thing counted."""
    if subject.endswith("各"):
        return [part.strip() for part in JOINTS[0].split(subject[:-1]) if part.strip()]
    for joint in JOINTS:
        parts = [part.strip() for part in joint.split(subject) if part.strip()]
        if len(parts) > 1 and all(part.endswith(HEADS) for part in parts):
            return parts
    return [subject]


def respectively(subject: str, count: int) -> list[str] | None:
    """The subjects of 分别, as many as there are values; None when the counts differ."""
    for pattern in (r"、|和|与|及", r"、", r"和|与|及"):
        parts = [part.strip() for part in re.split(pattern, subject) if part.strip()]
        if len(parts) == count:
            head = parts[-1]
            return [with_head(part, head) for part in parts]
    return None


def with_head(part: str, last: str) -> str:
    """小学 of 小学、初中教师本科率 is its 小学教师本科率."""
    if part.endswith(HEADS) or not last.endswith(HEADS):
        return part
    stage = STAGE.match(last)
    if stage and stage.end() < len(last) and STAGE_END.search(part):
        return part + last[stage.end():]
    for length in (2, 3, 4):
        if len(last) > length + 1 and len(part) <= 4 and not last[:length].endswith(HEADS):
            return part + last[len(part):] if len(part) < len(last) else part
    return part
