"""The tables that people send in and get back: 学生基本信息, 教职工基本信息, and the lists of `lists.py`. Headings as national exports and schools write them."""

from __future__ import annotations

from dataclasses import replace

from junheng.ground.sheets.intake import Field, Form, Kind
from junheng.registry.values.codes import (
    EMPLOYED,
    Backbone,
    Boarding,
    Degree,
    Duty,
    DutyStatus,
    Establishment,
    Household,
    Locale,
    Ownership,
    PostCategory,
    Relation,
    SchoolKind,
    SchoolStanding,
    Sex,
    SpecialNeed,
    Stage,
    Title,
    words_of,
)
from junheng.registry.values.grades import BEFORE, grade_words
from junheng.registry.values.lists import LISTS
from junheng.registry.values.peoples import PEOPLES

GRADES = {stage: range(BEFORE.get(stage, 0) + 1, BEFORE.get(stage, 0) + 1 + years)
          for stage, years in ((Stage.KINDERGARTEN, 3), (Stage.PRIMARY, 6), (Stage.SENIOR, 3), (Stage.VOCATIONAL, 3))} | {
              Stage.JUNIOR: range(7, 10)}
# A grade is its stage and number: "primary:3".
GRADE_CHOICES = {grade_words(stage, grade): f"{stage.value}:{grade}" for stage, grades in GRADES.items() for grade in grades}
GRADE_CHOICES |= {f"小学{grade_words(Stage.PRIMARY, grade)}": f"primary:{grade}" for grade in GRADES[Stage.PRIMARY]}
GRADE_CHOICES |= {word: f"junior:{grade}" for grade, words in ((7, ("初一", "初中一年级")), (8, ("初二", "初中二年级")), (9, ("初三", "初中三年级")))
                  for word in words}
GRADE_CHOICES |= {f"高中{word}年级": f"senior:{grade}" for word, grade in (("一", 10), ("二", 11), ("三", 12))}
GRADE_CHOICES |= {str(grade): f"{'primary' if grade < 7 else 'junior' if grade < 10 else 'senior'}:{grade}" for grade in range(1, 13)}

PEOPLE_CHOICES = {name: code for code, name in PEOPLES.items()} | {
    name.removesuffix("族"): code for code, name in PEOPLES.items()} | {code: code for code in PEOPLES}

PUPILS = Form("pupils", "学生基本信息", (
    Field("code", "系统编号", Kind.CODE, ("编码", "学生编号"), most=40, width=16,
          hint="由系统给出，新生留空。有它就能认出没有证件号的学生。"),
    Field("name", "姓名", aliases=("学生姓名", "名字"), required=True, most=60, example="王小禾"),
    Field("sex", "性别", Kind.CHOICE, required=True, choices=words_of(Sex, **{"1": "male", "2": "female"}), width=6, example="女"),
    Field("born", "出生日期", Kind.DAY, ("出生年月日", "生日", "出生年月"), required=True, example="2018-07-04"),
    Field("identity_number", "身份证件号", Kind.IDENTITY, ("身份证号", "身份证号码", "证件号码", "居民身份证号", "公民身份号码", "身份证件号码"), width=21,
          hint="文本格式。没有身份证的留空。"),
    Field("roll_number", "学籍号", Kind.ROLL, ("全国学籍号", "学籍主号", "全国学籍号码"), width=21, hint="G、J或L开头，共19位。学前儿童留空。"),
    Field("ethnic_group", "民族", Kind.CHOICE, choices=PEOPLE_CHOICES, width=8, example="汉族"),
    Field("school_code", "学校标识码", Kind.CODE, ("学校代码", "标识码", "学校(机构)标识码", "就读学校标识码"), most=10, width=13,
          hint="10位。本校上报时可以不填。"),
    Field("school", "学校名称", aliases=("学校", "就读学校", "所在学校"), width=24, hint="填了标识码就以标识码为准。"),
    Field("grade", "年级", Kind.CHOICE, ("所在年级", "年级名称"), required=True, choices=GRADE_CHOICES, width=9, example="三年级"),
    Field("class_no", "班级", Kind.TEXT, ("班号", "班", "所在班级", "班级名称"), required=True, most=20, width=7, example="2",
          hint="班号，如 2、2班、（2）班、三年级2班。"),
    Field("boarding", "就读方式", Kind.CHOICE, ("是否住校", "是否寄宿"), choices=words_of(Boarding, 是="boarding", 否="day", 寄宿="boarding"),
          width=9, example="走读"),
    Field("residence", "户籍与居住", Kind.CHOICE, ("户籍情况", "随迁情况"), choices=words_of(Household, 随迁子女="elsewhere"), width=18),
    Field("residence_division", "户口所在地区划码", Kind.CODE, ("户籍地行政区划码", "户口所在地行政区划"), most=12, width=10),
    Field("address", "现住址", aliases=("家庭住址", "家庭地址", "居住地址"), most=200, width=24),
    Field("guardian1_name", "监护人1姓名", aliases=("家长1姓名", "成员1姓名", "监护人姓名", "家长姓名"), most=60),
    Field("guardian1_relation", "监护人1关系", Kind.CHOICE, ("成员1关系", "监护人关系"), choices=words_of(Relation, 爸爸="father", 妈妈="mother", 爷爷="grandfather", 外公="grandfather", 奶奶="grandmother", 外婆="grandmother")),
    Field("guardian1_phone", "监护人1电话", Kind.PHONE, ("成员1联系电话", "监护人1联系电话", "监护人电话", "联系电话", "家长电话"), width=14),
    Field("guardian2_name", "监护人2姓名", aliases=("家长2姓名", "成员2姓名"), most=60),
    Field("guardian2_relation", "监护人2关系", Kind.CHOICE, ("成员2关系",), choices=words_of(Relation, 爸爸="father", 妈妈="mother", 爷爷="grandfather", 外公="grandfather", 奶奶="grandmother", 外婆="grandmother")),
    Field("guardian2_phone", "监护人2电话", Kind.PHONE, ("成员2联系电话", "监护人2联系电话"), width=14),
    Field("special_need", "残疾类别", Kind.CHOICE, ("残疾人类型", "残疾类型"), choices=words_of(SpecialNeed, 无残疾="none"), width=9),
    Field("hardship", "家庭经济困难", Kind.YES, ("是否家庭经济困难", "是否困难学生"), width=8),
    Field("left_behind", "留守儿童", Kind.YES, ("是否留守儿童", "是否留守"), width=8),
), unique=("code", "identity_number", "roll_number"), shows=("name", "class_no"))

STAFF = Form("staff", "教职工基本信息", (
    Field("code", "系统编号", Kind.CODE, ("编码", "教师编号"), most=40, width=16, hint="由系统给出，新进人员留空。"),
    Field("name", "姓名", aliases=("教师姓名",), required=True, most=60, example="李建国"),
    Field("sex", "性别", Kind.CHOICE, required=True, choices=words_of(Sex, **{"1": "male", "2": "female"}), width=6, example="男"),
    Field("born", "出生日期", Kind.DAY, ("出生年月日", "出生年月"), required=True, example="1985-03-12"),
    Field("identity_number", "身份证件号", Kind.IDENTITY, ("身份证号", "身份证号码", "证件号码", "公民身份号码"), required=True, width=21, hint="文本格式。"),
    Field("ethnic_group", "民族", Kind.CHOICE, choices=PEOPLE_CHOICES, width=8, example="汉族"),
    Field("phone", "联系电话", Kind.PHONE, ("手机号码", "手机", "电话"), width=14),
    Field("school_code", "学校标识码", Kind.CODE, ("学校代码", "标识码", "单位标识码"), most=10, width=13, hint="10位。本校上报时可以不填。"),
    Field("school", "学校名称", aliases=("学校", "单位", "工作单位", "所在单位"), width=24),
    Field("duty", "岗位职责", Kind.CHOICE, ("职务", "职责", "人员类别"), required=True, choices=words_of(Duty, 校长="head", 园长="head", 副校长="deputy", 副园长="deputy", 教师="teacher", 工勤="support", 保健医="health"), width=12, example="专任教师"),
    Field("stage", "任教学段", Kind.CHOICE, ("学段",), choices=words_of(Stage, 高中="senior", 中职="vocational", 幼儿园="kindergarten"), width=9),
    Field("subject", "任教学科", aliases=("学科", "所教学科"), most=40, example="数学"),
    Field("establishment", "编制性质", Kind.CHOICE, ("编制", "编制类别", "用人形式"), required=True, choices=words_of(Establishment, 在编="established", 事业编制="established", 员额="quota", 控制数="quota", 编外="hired", 临聘="hired", 代课="hired"), width=12, example="事业编"),
    Field("category", "岗位类别", Kind.CHOICE, choices=words_of(PostCategory, 管理="management", 专技="professional", 专业技术="professional", 工勤="worker", 工勤技能="worker"), width=12),
    Field("grade", "岗位等级", Kind.WHOLE, ("岗位级别",), least=1, most=13, width=8),
    Field("appointed_from", "聘任起", Kind.DAY, ("聘期起", "聘任开始日期")),
    Field("appointed_until", "聘任止", Kind.DAY, ("聘期止", "聘任结束日期")),
    Field("since", "本校任教起始", Kind.DAY, ("来本校时间", "本校工作起始", "到校时间")),
    Field("title", "职称", Kind.CHOICE, ("专业技术职务", "教师职称"), choices=words_of(Title, 中小学三级教师="third", 中小学二级教师="second", 中小学一级教师="first", 中小学高级教师="senior", 高级="senior", 无="none"), width=12),
    Field("title_since", "职称取得年", Kind.WHOLE, ("职称取得时间", "职称年份"), least=1970, most=2100, width=9),
    Field("backbone", "骨干级别", Kind.CHOICE, ("骨干教师",), choices=words_of(Backbone, 县级骨干="county", 市级骨干="city", 省级骨干="province"), width=9),
    Field("backbone_until", "骨干有效期", Kind.WHOLE, ("骨干有效期至",), least=1990, most=2100, width=9),
    Field("degree", "学历", Kind.CHOICE, ("最高学历",), choices=words_of(Degree, 专科="college", 大学本科="bachelor", 研究生="master", 硕士="master"), width=11),
    Field("certificate_stage", "资格证学段", Kind.CHOICE, ("教师资格种类",), choices=words_of(Stage, 高中="senior", 幼儿园="kindergarten"), width=10),
    Field("certificate_subject", "资格证学科", aliases=("教师资格学科",), most=40),
    Field("began_work", "参加工作", Kind.DAY, ("参加工作时间", "参加工作日期")),
    Field("came_to_county", "来本县工作", Kind.DAY, ("来本县时间",)),
    Field("duty_status", "在岗状态", Kind.CHOICE, ("人员状态",), choices={word: code for word, code in words_of(DutyStatus).items() if code in EMPLOYED}, width=11),
), unique=("code", "identity_number"), shows=("name", "duty"))

SCHOOLS = Form("schools", "学校名录", (
    Field("school_code", "学校标识码", Kind.CODE, ("学校代码", "标识码", "学校(机构)标识码"), required=True, most=10, width=13, hint="10位，不重复使用。"),
    Field("name", "学校名称", aliases=("学校", "学校全称"), required=True, most=120, width=30, example="云溪县实验小学"),
    Field("short_name", "学校简称", aliases=("简称",), most=60, width=16),
    Field("kind", "办学类型", Kind.CHOICE, ("学校类型", "学校类别"), choices=words_of(SchoolKind, 初中="junior", 高中="senior", 普通高中="senior", 职业高中="vocational", 九年制学校="nine_year"), width=16, example="小学"),
    Field("ownership", "办别", Kind.CHOICE, ("举办者类型", "公办民办"), choices=words_of(Ownership, 公立="public", 普惠="inclusive_private", 私立="private"), width=11, example="公办"),
    Field("locale", "城乡类型", Kind.CHOICE, ("城乡",), choices=words_of(Locale, 城市="urban", 县镇="town", 农村="rural"), width=9, example="镇区"),
    Field("township", "乡镇（街道）", aliases=("乡镇", "所在乡镇"), most=60, width=14),
    Field("address", "地址", aliases=("学校地址",), most=200, width=24),
    Field("capacity", "核定规模", Kind.WHOLE, ("核定学生数", "设计规模"), least=1, most=100_000, width=10),
    Field("standing", "办学状态", Kind.CHOICE, ("学校状态", "机构状态"), choices=words_of(SchoolStanding, 正常="open", 正常办学="open", 已停办="closed", 撤销="closed", 已撤销="closed", 关闭="closed"),
          width=9, hint="在办或停办，不填即为在办。并入其他学校的，在学校页面办理合并。"),
    Field("since", "生效日期", Kind.DAY, ("变更日期", "开办日期"), width=12, hint="新设、变更从这一天起。不填即为表格的生效日期。"),
    Field("closed", "停办日期", Kind.DAY, ("撤销日期", "注销日期"), width=12, hint="停办后的第一天。填了即为停办；停办而不填的用生效日期。"),
    Field("basis", "依据文件", aliases=("文号", "批准文号"), most=200, width=24, hint="新设、变更和停办的必填。"),
), unique=("school_code",), shows=("name", "kind"))

FORMS = {each.name: each for each in (PUPILS, STAFF, SCHOOLS)} | {name: listing.form for name, listing in LISTS.items()}

# Exports of national systems, which are compared and never written: their columns as the register knows them. Their headings, and of
# which columns they are masters, stand in standards/national-systems.toml.
NATIONAL_PUPILS = Form("national-pupils", "全国学籍系统学生名单", (
    *(replace(PUPILS.field(key), aliases=(), hint="", required=key in {"name", "roll_number"}) for key in (
        "roll_number", "name", "sex", "born", "identity_number", "school_code", "school")),
    Field("grade", "年级", most=20), Field("class_no", "班级", most=40),
    *(replace(PUPILS.field(key), aliases=(), hint="") for key in ("ethnic_group", "boarding", "residence_division", "address")),
), unique=("roll_number",), shows=("name", "class_no"))
NATIONAL_STAFF = Form("national-staff", "全国教师系统教师名单", tuple(
    replace(STAFF.field(key), aliases=(), hint="", required=key in {"name", "identity_number"}) for key in (
        "identity_number", "name", "sex", "born", "ethnic_group", "school_code", "school", "degree", "title", "certificate_stage",
        "certificate_subject", "began_work")), unique=("identity_number",), shows=("name", "school"))
EXPORTS = {each.name: each for each in (NATIONAL_PUPILS, NATIONAL_STAFF)}
