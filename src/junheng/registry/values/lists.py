"""Lists that are kept by table, by page and by program alike: rooms, grounds, equipment, groups, papers, networks, programmes,
practice bases, terms and days of the school calendar. One declaration each; everything else about them is the same for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from junheng.ground.sheets.intake import Field, Form, Kind, Value
from junheng.registry.values.codes import (
    Condition,
    EquipmentKind,
    GroundKind,
    RoomKind,
    Stage,
    words_of,
)
from junheng.registry.values.standing import (
    BaseKind,
    DayKind,
    GroupKind,
    PaperKind,
    ProgrammeLevel,
    Wireless,
)

WHERE = ("code", "school_code", "school")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list. `key`: columns by which a row without a code is known again, at its school where it has one; all of them where
    empty, so that the same table sent twice changes nothing; `once`: no two rows ever share it, ended ones included. `usual`: what a new row has where nothing is said. `succeeds`:
    a later row of a school ends the one before. `prefix`: first letters of the codes that the register gives."""

    form: Form
    prefix: str
    key: tuple[str, ...] = ()
    usual: Mapping[str, Value] = field(default_factory=dict)
    succeeds: bool = False
    once: bool = False

    @property
    def placed(self) -> bool:
        """Whether each row belongs to a school."""
        return any(each.key == "school_code" for each in self.form.fields)

    @property
    def compared(self) -> tuple[str, ...]:
        """The columns that hold what a row says."""
        return tuple(each.key for each in self.form.fields if each.key not in WHERE)


CODE = Field("code", "系统编号", Kind.CODE, ("编码",), most=40, width=16, hint="由系统给出，新增的留空。")
SCHOOL = (Field("school_code", "学校标识码", Kind.CODE, ("学校代码", "标识码", "单位标识码"), most=10, width=13, hint="10位。本校上报时可以不填。"),
          Field("school", "学校名称", aliases=("学校", "单位", "所在学校"), width=24, hint="填了标识码就以标识码为准。"))
STAGE = Field("stage", "学段", Kind.CHOICE, ("使用学段",), choices=words_of(Stage, 高中="senior", 中职="vocational", 幼儿园="kindergarten"), width=9,
              hint="只有一个学段的学校可以不填。")
BASIS = Field("basis", "依据文件", aliases=("文号", "文件"), most=200, width=24)


def days(first: str, last: str, *, required: bool = False) -> tuple[Field, Field]:
    """From which day on a row holds, and the first day without it."""
    return (Field("since", first, Kind.DAY, ("起始日期", "开始日期", "自"), required=required, width=12, hint="不填即为表格的生效日期。"),
            Field("until", last, Kind.DAY, ("终止日期", "结束日期", "至"), width=12, hint="从这一天起不再有。仍有的留空。"))


ROOMS = Listing(Form("rooms", "学校用房", (
    CODE, *SCHOOL, STAGE,
    Field("kind", "用房类别", Kind.CHOICE, ("类别", "房间类别", "功能室"), required=True, width=14, example="实验室",
          choices=words_of(RoomKind, 图书室="library", 图书馆="library", 阅览室="library", 卫生室="health_room", 保健室="health_room", 医务室="health_room",
                           心理咨询室="counselling", 理化生实验室="laboratory", 科学实验室="laboratory", 微机室="computer", 活动室="activity")),
    Field("area_dm2", "面积（平方米）", Kind.HUNDREDTHS, ("面积", "建筑面积", "使用面积"), required=True, least=1, most=10_000_000, example="96.5"),
    Field("built", "建成年份", Kind.WHOLE, ("建成年", "建造年份"), least=1900, most=2100, width=9),
    Field("condition", "房屋状况", Kind.CHOICE, ("状况", "完好程度"), choices=words_of(Condition, 良好="good", 待修="repair", 危房="repair"), width=10),
    Field("renewal_due", "应更新年份", Kind.WHOLE, ("更新年份", "改造年份"), least=1900, most=2200, width=10),
    Field("networked", "网络多媒体", Kind.YES, ("是否网络多媒体", "多媒体"), width=10),
    *days("启用日期", "停用日期"),
), shows=("school", "kind")), "R", usual={"condition": Condition.GOOD.value, "networked": False})

GROUNDS = Listing(Form("grounds", "学校场地", (
    CODE, *SCHOOL, STAGE,
    Field("kind", "场地类别", Kind.CHOICE, ("类别",), required=True, choices=words_of(GroundKind, 运动场="sports", 操场="sports", 游戏场地="play"), width=14,
          example="体育运动场"),
    Field("area_dm2", "面积（平方米）", Kind.HUNDREDTHS, ("面积",), required=True, least=1, most=100_000_000, example="5200"),
    Field("resurfaced", "最近翻新年份", Kind.WHOLE, ("翻新年份", "铺设年份"), least=1900, most=2100, width=11),
    *days("启用日期", "停用日期"),
), shows=("school", "kind")), "A")

EQUIPMENT = Listing(Form("equipment", "学校设备", (
    CODE, *SCHOOL, STAGE,
    Field("kind", "设备类别", Kind.CHOICE, ("类别",), required=True, choices=words_of(EquipmentKind, 仪器设备="teaching", 电脑="computers", 图书册数="books"),
          width=14, example="计算机"),
    Field("bought", "购置年份", Kind.WHOLE, ("购买年份", "购置年"), least=1950, most=2100, width=9),
    Field("count", "数量", Kind.WHOLE, ("台（套、册）数", "册数", "台数"), required=True, most=10_000_000, width=9, example="45"),
    Field("yuan", "账面原值（元）", Kind.WHOLE, ("账面原值", "金额", "原值"), required=True, most=10_000_000_000, width=13, example="189000"),
    *days("入账日期", "报废日期"),
), shows=("school", "kind")), "Q")

GROUPS = Listing(Form("groups", "集团与共同体成员", (
    CODE,
    Field("group", "集团（共同体）名称", aliases=("集团名称", "共同体名称", "名称"), required=True, most=80, width=26, example="实验小学教育集团"),
    Field("kind", "类别", Kind.CHOICE, ("集团类别", "共同体类别"), required=True, width=14, example="教育集团",
          choices=words_of(GroupKind, 集团="group", 集团化办学="group", 城乡共同体="community", 共同体="community", 联盟="alliance", 帮扶="pair")),
    *SCHOOL,
    Field("leads", "牵头学校", Kind.YES, ("是否牵头", "核心校", "是否核心校"), width=9),
    *days("加入日期", "退出日期"), BASIS,
), shows=("group", "school")), "M", key=("group",), usual={"leads": False})

PAPERS = Listing(Form("papers", "学校治理文件", (
    CODE, *SCHOOL,
    Field("kind", "文件类别", Kind.CHOICE, ("类别", "证照类别"), required=True, width=15, example="学校章程",
          choices=words_of(PaperKind, 章程="charter", 许可证="licence", 法人证书="legal_person", 党组织="party", 家委会="parents", 法治副校长="legal_deputy",
                           责任督学="inspector", 食品许可证="food")),
    Field("number", "文号（证号）", aliases=("文号", "证号", "编号", "批准文号"), required=True, most=80, width=22, example="云教〔2024〕12号"),
    Field("holder", "任职人", aliases=("姓名", "负责人"), most=60, width=12, hint="法治副校长、责任督学、书记、家委会主任的姓名。"),
    Field("since", "签发日期", Kind.DAY, ("批准日期", "发证日期", "起始日期"), required=True, width=12),
    Field("valid_until", "有效期至", Kind.DAY, ("有效期", "届满日期", "到期日期"), width=12, hint="含当日。长期有效的留空。"),
    Field("until", "失效日期", Kind.DAY, ("注销日期", "废止日期"), width=12, hint="从这一天起被新文件取代或注销。"),
), shows=("school", "kind")), "P", key=("kind", "number"), once=True)

DIGITAL = Listing(Form("digital", "数字化条件", (
    CODE, *SCHOOL,
    Field("since", "截至日期", Kind.DAY, ("填报日期", "统计日期"), width=12, hint="从这一天起如此。不填即为表格的生效日期。"),
    Field("bandwidth_mbps", "出口带宽（Mbps）", Kind.WHOLE, ("带宽", "出口带宽", "网络带宽"), required=True, most=1_000_000, example="300"),
    Field("wired_classes", "通网络的班级数", Kind.WHOLE, ("网络到班数",), most=1000),
    Field("wireless", "无线覆盖", Kind.CHOICE, ("无线网络",), choices=words_of(Wireless), width=10, example="部分覆盖"),
    Field("pupil_terminals", "学生终端数", Kind.WHOLE, ("学生机", "学生用终端"), most=100_000),
    Field("teacher_terminals", "教师终端数", Kind.WHOLE, ("教师机", "教师用终端"), most=100_000),
    Field("accounts_opened", "空间开通数", Kind.WHOLE, ("人人通开通数",), most=1_000_000, hint="网络学习空间：师生开通的账号。"),
    Field("accounts_used", "空间使用数", Kind.WHOLE, ("人人通使用数",), most=1_000_000, hint="本学期真正用过的账号。"),
), shows=("school", "bandwidth_mbps")), "D", key=("since",), succeeds=True, once=True, usual={"wireless": Wireless.NONE.value})

PROGRAMMES = Listing(Form("programmes", "职业学校专业", (
    CODE, *SCHOOL,
    Field("programme_code", "专业代码", Kind.CODE, ("代码",), required=True, most=6, width=10, example="710201", hint="专业目录的6位代码。"),
    Field("name", "专业名称", aliases=("专业",), required=True, most=60, width=18, example="计算机应用"),
    Field("level", "层次", Kind.CHOICE, ("专业层次", "学制类型"), required=True, choices=words_of(ProgrammeLevel, 中职="secondary", 五年制="five_year"), width=12,
          example="中职三年制"),
    Field("years", "学制（年）", Kind.WHOLE, ("学制",), least=1, most=6, width=8),
    Field("planned", "本年招生计划", Kind.WHOLE, ("招生计划", "计划招生"), most=5000, width=10),
    Field("teachers", "专业教师数", Kind.WHOLE, ("专业课教师",), most=1000, width=10),
    Field("double_qualified", "双师型教师数", Kind.WHOLE, ("双师型", "双师型教师"), most=1000, width=10),
    Field("enterprises", "合作企业", aliases=("校企合作单位",), most=400, width=30, hint="多家用顿号隔开。"),
    *days("开办日期", "停办日期"), BASIS,
), shows=("school", "name")), "V", key=("programme_code", "level"))

BASES = Listing(Form("bases", "实践基地", (
    CODE,
    Field("name", "基地名称", aliases=("名称",), required=True, most=80, width=26, example="云溪县茶园劳动教育基地"),
    Field("kind", "类别", Kind.CHOICE, ("基地类别",), required=True, choices=words_of(BaseKind, 研学="study", 劳动="labour", 法治="law", 少年宫="palace"), width=14,
          example="劳动教育基地"),
    Field("operator", "举办单位", aliases=("主管单位",), most=80, width=20),
    Field("address", "地址", most=200, width=24),
    Field("capacity", "日接待人数", Kind.WHOLE, ("接待能力", "日接待能力"), required=True, least=1, most=20_000, width=10, example="200"),
    Field("themes", "主题", aliases=("课程主题",), most=200, width=24, hint="多个用顿号隔开。"),
    Field("first_grade", "适合最低年级", Kind.WHOLE, least=1, most=12, width=10, example="4"),
    Field("last_grade", "适合最高年级", Kind.WHOLE, least=1, most=12, width=10, example="9"),
    Field("hours", "每次学时", Kind.WHOLE, ("学时",), least=1, most=80, width=9),
    Field("safety_until", "安全文件有效期至", Kind.DAY, ("安全有效期",), width=14, hint="消防、食品、保险等最先到期的一项。"),
    *days("启用日期", "停用日期"), BASIS,
), unique=("name",), shows=("name", "kind")), "B", key=("name",), once=True, usual={"first_grade": 1, "last_grade": 12, "hours": 8})

TERMS = Listing(Form("terms", "学期起止", (
    CODE,
    Field("school_year", "学年", Kind.WHOLE, ("学年度",), required=True, least=1949, most=2100, width=8, example="2026", hint="开学那年：2026即2026—2027学年。"),
    Field("number", "学期", Kind.WHOLE, required=True, least=1, most=2, width=7, example="1", hint="1为秋季学期，2为春季学期。"),
    Field("first_day", "第一天", Kind.DAY, ("开学日期", "开学", "起始日期"), required=True, width=12, example="2026-09-01"),
    Field("last_day", "最后一天", Kind.DAY, ("放假日期", "结束日期"), required=True, width=12, example="2027-01-22"), BASIS,
), shows=("school_year", "number")), "T", key=("school_year", "number"), once=True)

DAYS_OFF = Listing(Form("days-off", "校历放假与上课", (
    CODE,
    Field("word", "名称", aliases=("节日", "事项"), required=True, most=40, width=16, example="秋假"),
    Field("kind", "安排", Kind.CHOICE, required=True, choices=words_of(DayKind, 休息="off", 放假调休="off", 补课="on", 调休上课="on"), width=8, example="放假"),
    Field("first_day", "第一天", Kind.DAY, ("起", "日期"), required=True, width=12, example="2026-11-09"),
    Field("last_day", "最后一天", Kind.DAY, ("止",), required=True, width=12, example="2026-11-11"), BASIS,
), shows=("word", "first_day")), "H", key=("word", "first_day"), once=True)

LISTS: dict[str, Listing] = {each.form.name: each for each in (
    ROOMS, GROUNDS, EQUIPMENT, GROUPS, PAPERS, DIGITAL, PROGRAMMES, BASES, TERMS, DAYS_OFF)}
