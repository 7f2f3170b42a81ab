"""Promises without a number: all of something, none of something, no less than a reference, only more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from junheng.rooms.plans.engine.targets.layout import NEAR, Clause
from junheng.rooms.plans.values import Comparator

# What can be said to be finished; a plan that says it of a whole set promises all of it.
FINISHED = (
    r"达到|达标|通过|完成|建成|建有|建立|建设|纳入|配备|配足|配齐|接入|联网|开齐|挂牌|安装|取得|持证|合格|整改|销号|到位|设立|投入使用|普及|开放|入学|具备|办结|备案|"
    r"采用|入库|更新|改造|创建|装备|聘任|到岗|转为|转成|办成|建为|实现|开通|拥有|设有|设置|加入|参加|参与|签订|公开|公示|化解|消化|撤并|关闭|取缔|移交|认定为|入户|"
    r"清退|落实到|公办|覆盖|使用|成立|结对|下放|招生|同步"
)
LOOSE = r"实行|执行|推行|开展|落实|开设|实施|接受"
ADVERB = r"(?:按[^,。;]{1,10}?|基本|均|都|实现|要|应|已|按期|如期|顺利|一次性|规范|足额|得到|进行|予以)?"
ENDS = r"(?=$|[)、”目要和与并及]|\s)"

ONLY_MORE = re.compile(r"只增不减|只升不降|只增不降")
ONLY_LESS = re.compile(r"只减不增|只降不升")
REFERENCE = re.compile(
    r"(?P<said>不(?:得)?(?:低于|高于|超过|少于)|(?<!不)(?<!得)(?:高于|低于|优于))(?P<reference>(?:或(?:者)?高于)?[^,。;\d%]{0,16}?"
    r"(?:公务员|上年|上一年|去年|同级|同类|同期|国家|省定|市定|省级?规定|平均|规定|核定|城区|城镇|普通学校|当地|本地|全[国省市县区]|统一)[^,。;\d%]{0,30})$"
)
ALL_OVER = re.compile(r"全(?:面)?覆盖" + ENDS)
ATTRIBUTIVE_ALL_OVER = re.compile(r"[、和与]?(?:无|零|全|多|立体|常态)[^,。;]{0,8}(?:的|地|检查|排查|培训|督导|监管|监督|管理|宣传|整治|格局|体系)")
ALL_VERB = re.compile(rf"(?:全部|全都|一律|百分之百){ADVERB}(?:{FINISHED}|{LOOSE}|[\u4e00-\u9fff]{{1,4}}到位)")
EVERY = re.compile(rf"(?:所有|每所|每个|每一所)[^,。;不]{{2,28}}?(?:全部|均|都|要|应)?(?:{FINISHED})")
EVERY_LOOSE = re.compile(rf"(?:所有|每所|各)[^,。;不]{{2,24}}?(?:全部|均|都)(?:{LOOSE}|{FINISHED})")
ALL_FIRST = re.compile(rf"^全部(?!的|或)[^,。;不的]{{2,20}}?(?:{LOOSE}|{FINISHED})")
EACH_AND_ALL = re.compile(rf"(?<![平人生年户师班日月校])均(?!衡|等|可|须|应|不|为|由|值|摊|能)(?:已|要|基本)?(?:{FINISHED})")
EVERY_OBJECT = re.compile(r"(?:涵盖|覆盖|惠及|辐射)[^,。;的]{0,14}(?:所有|全体)[^,。;的]{1,10}$")
EACH_HAS = re.compile(r"(?P<each>校|园|班|村|镇|乡|县|室|周|月)(?P=each)(?:都|均|皆)?(?:基本)?(?:建?有|建成|通(?!设备|系统|设施|工程)|达标|达到|配|设|接入|覆盖)")
INSTITUTION = r"(?:公办|民办|义务教育|农村|乡镇|城区|普通|中等职业)?(?:中小学校?|学校|幼儿园|中心园|普通高中|初中|小学|乡镇|村小|教学点|中职学校)"
WHOLE_COUNTY = re.compile(
    r"(?:实现|完成)全(?:县|市|区|域|省|镇|州|旗)[^,。;]{2,24}?(?:配套|换代|达标|联网|普及|接入|改造|全员|更新)$"
    rf"|全(?:县|市|区|域|镇|州|旗)(?:所有)?{INSTITUTION}(?:[、和]{INSTITUTION})*[^,。;的]{{0,10}}?(?:基本|全部|均|都)?(?:建成|达到|实现|通过|完成|配齐|配备|接入)[^,。;]{{2,20}}"
)
RENEWED = re.compile(rf"全(?:县|市|区|域|州|旗)(?:所有)?{INSTITUTION}[^,。;]{{2,20}}的?更新..(?:任务|工作)?$")
REMOVED = re.compile(
    r"(?:(?P<basic>基本)|(?P<all>全面|全部|彻底|完全))?(?:消除|消灭|化解|清除|取消|清零)(?P<basic_after>基本)?[^,。;]{0,20}?"
    r"(?P<what>大班额|大校额|超大班|危房|旱厕|空白|通铺|大通铺|无证园|无证幼儿园|D级|辍学)(?P<after>[^,。;]{0,6})"
)
REMOVED_SET = re.compile(r"(?P<what>大班额|大校额|危房|旱厕|空白(?:乡镇|点)?)[^,。;]{0,6}?(?:(?P<basic>基本)|(?P<all>全部|全面|彻底|完全|动态)|实现)(?:消除|清零|化解|消灭|归零|“?清零)")
CLEARED = re.compile(r"(?:动态|常态(?:化)?|全部|全面|基本|实现|保持|存量)?”?“?(?:清零|归零)" + ENDS + r"|零(?:辍学|失学|事故|发生|流失)" + ENDS)
NO_ONE = re.compile(
    r"(?:无一[名例人个]|无[^,。;]{0,8}(?:失学|辍学)|没有一[名例个]|不让一[名个]|一个(?:都)?不(?:能)?(?:少|落下|掉队))|不[^,。;]{0,8}(?:失学|辍学)"
    r"|(?:确保|保证|实现|杜绝)[^,。;]{0,16}?(?:不发生|零发生|不出现)[^,。;]{0,14}(?:事故|事件|案件)"
)
NEGATED = re.compile(r"不得|严禁|禁止|不能|防止|避免|杜绝|不准")
RATE = re.compile(r"比例|占比|比重|率")
MONEY = re.compile(r"工资|收入|支出|经费|投入|拨款|预算|津贴|待遇")
# 8月底前全部投入使用 says when the things counted before are ready, and counts nothing itself.
READY = re.compile(
    r"^[^,。;]{0,12}(?:之?前|底|末|月|年内)(?:全部|全面|陆续|正式)"
    r"(?:建成|投入使用|投用|竣工|完工|交付|启用|开工|招生|完成|建成投用|交付使用|建成并?投入使用)$"
)
BASIC = re.compile(r"基本(?!均衡|公共|功|建设)")


@dataclass(frozen=True, slots=True)
class Whole:
    """A promise without a number: its words [start, end), value, unit and comparator."""

    start: int
    end: int
    value: Decimal | None
    unit: str | None
    comparator: Comparator
    rule: str
    strict: bool = False
    reference: str | None = None


def wholes(text: str, clause: Clause) -> Iterator[Whole]:
    """The promises without a number in one clause of a flat text."""
    words = text[clause.start:clause.end]
    start, end = clause.start, clause.end
    money = "%" if RATE.search(words) else "元" if MONEY.search(words) else None
    if READY.match(words.strip()):
        return
    if ONLY_MORE.search(words):
        yield Whole(start, end, None, money, Comparator.INCREASE, "only-more")
    elif ONLY_LESS.search(words):
        yield Whole(start, end, None, money, Comparator.DECREASE, "only-less")
    elif held := REFERENCE.search(words):
        said = held.group("said")
        at_most = (said.startswith("不") and said.endswith(("高于", "超过"))) or said == "低于"
        yield Whole(start, end, None, "人" if "班额" in words else money,
                    Comparator.AT_MOST if at_most else Comparator.AT_LEAST, "reference",
                    strict=not said.startswith("不"), reference=held.group("reference"))
    elif none := none_left(words, start, end):
        yield none
    elif not NEGATED.search(words):
        yield from all_of(words, start, end)


def none_left(words: str, start: int, end: int) -> Whole | None:
    """消除, 清零, 不失学: nothing of something is to be left."""
    removed = REMOVED.search(words) or REMOVED_SET.search(words)
    if removed and not in_quotes(words, removed.start()) and not re.match(r"的", removed.groupdict().get("after") or ""):
        said = removed.groupdict()
        promised = said["basic"] or said["all"] or said.get("basic_after") or re.search(r"确保|实现|力争|争取|年底?前|清零", words)
        if promised:
            what = said["what"] or ""
            unit = "班" if "班" in what else "所" if "校" in what or "园" in what else "人" if what == "辍学" else None
            comparator = Comparator.ABOUT if said["basic"] or said.get("basic_after") else Comparator.EQUAL
            return Whole(start, end, Decimal(0), unit, comparator, "removed")
    cleared = CLEARED.search(words)
    if cleared and not (in_quotes(words, cleared.start()) and words[cleared.start() - 1] not in "“”"):
        unit = "人" if re.search(r"辍|失学|学生|儿童", words) else None
        return Whole(start, end, Decimal(0), unit, Comparator.EQUAL, "cleared")
    if NO_ONE.search(words):
        unit = "人" if re.search(r"学生|儿童|学|孩子", words) and not re.search(r"事故|事件|案件", words) else "起"
        return Whole(start, end, Decimal(0), unit, Comparator.EQUAL, "no-one")
    return None


def all_of(words: str, start: int, end: int) -> Iterator[Whole]:
    """全覆盖, 全部, 所有…均, 校校: a predicate that is said of a whole set."""
    left, told = 0, False
    for found in ALL_OVER.finditer(words):
        if in_quotes(words, found.start()) or ATTRIBUTIVE_ALL_OVER.match(words, found.end()):
            continue
        comparator = Comparator.ABOUT if BASIC.search(words, left, found.end()) else Comparator.COMPLETE
        yield Whole(start + left, start + found.end(), Decimal(100), "%", comparator, "all-over")
        left, told = found.end(), True
        while words[left:left + 1] in {"、", "和", "与", "及"}:
            left += 1
    if told:
        return
    for rule, pattern in (("all", ALL_VERB), ("every", EVERY), ("every", EVERY_LOOSE), ("every", ALL_FIRST), ("each", EACH_AND_ALL),
                          ("every-object", EVERY_OBJECT), ("each", EACH_HAS), ("county", WHOLE_COUNTY), ("county", RENEWED)):
        found_one = pattern.search(words)
        if found_one is None or in_quotes(words, found_one.start()) or attributive(words, found_one.end()):
            continue
        comparator = Comparator.ABOUT if BASIC.search(words, 0, found_one.end()) else Comparator.COMPLETE
        yield Whole(start, end, Decimal(100), "%", comparator, rule)
        return


def attributive(words: str, at: int) -> bool:
    """Whether the predicate turns out to describe a noun (全部建成的学校)."""
    return words[at:at + 1] == "的"


def in_quotes(words: str, at: int) -> bool:
    """Whether a place stands inside quotation marks."""
    first = max(0, at - NEAR)
    return words.rfind("“", first, at) > words.rfind("”", first, at)
