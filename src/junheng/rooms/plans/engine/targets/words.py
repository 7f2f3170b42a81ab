"""Words that say what a number means: bounds, moves, deeds, and what makes a clause no promise."""

from __future__ import annotations

import re

# Bounds that stand directly before a number (anchored at the end of the words before it).
SOFTENED = r"(?:约|大约|近|接近|大致|基本|力争|争取|至少|全部)?\s*(?:每(?:生|人|师|年|学年|学期|月|班|校|园|所)){0,3}\s*"
AT_LEAST = re.compile(
    r"(?:达到?|达成|实现|不(?:得|能|应|可)?(?:低于|少于|小于|低|少)|至少|最少|最低|(?:提高|提升|增加|增长|扩增|扩大|扩充|扩容|上升|增|升|发展|改善|拓展|充实)"
    r"(?:到|至|为)|突破|超过|高于|大于|多于|超出|保证|满足|保底|[≥>]=?|大于等于|不低|满|足)了?" + SOFTENED + "$"
)
MORE_THAN = re.compile(r"(?<!不)(?<!不得)(?<!不能)(?:超过|高于|大于|多于|突破|超出|>)了?\s*$")
AT_MOST = re.compile(
    r"(?:不(?:得|能|应|可)?(?:高于|超过|多于|大于|突破|超出|超)|控制在|限制在|压缩在|(?:降低?|下降|降|压减|压缩|减少|减|缩小|缩减|精简|控制)(?:到|至|为)|"
    r"(?<!不)(?<!得)(?<!能)(?:低于|小于|少于|不足)|至多|最多|最高|[≤<]=?)了?" + SOFTENED + "$"
)
LESS_THAN = re.compile(r"(?<!不)(?<!得)(?<!能)(?:低于|小于|少于|<)\s*$")
HELD = re.compile(r"(?:保持|稳定|维持|巩固|稳固|(?<!确)保)在?\s*$")
ABOUT_BEFORE = re.compile(r"(?:约|大约|大概|接近|大致|(?<!最)近)\s*$")
BASICALLY = re.compile(r"基本(?:达到|实现)?\s*$")

# Behind the number and its unit.
AND_MORE = re.compile(r"\s*\(?(?:及|或|含)?(?:以上|之上|起)\)?")
AND_LESS = re.compile(r"\s*\(?(?:及|或|含)?(?:以下|以内|之内|之下|内(?!容|涵|部|设|外|生))\)?")
ABOUT_AFTER = re.compile(r"\s*(?:左右|上下)")
LIMIT_LATER = re.compile(r"[^,。;、\d]{0,8}?(?:以内|之内|额内|数内|比例内|范围内|限额内)")

# A bound that reaches over a few words to the number: 不少于公用经费的8%, 每所至少配备1名.
FAR_LEAST = re.compile(r"(?:至少|不少于|不低于|不得低于|不得少于|最少)[^,。;、\d]{0,18}$")
FAR_MOST = re.compile(r"(?:不超过|不高于|不得超过|不得高于|控制在|至多|最多)[^,。;、\d]{0,16}$")
FAR_REACH = re.compile(r"(?:达到?|超过)(?:了)?[^,。;、\d]{0,10}的$")

UP = "新增加|新增|再增|净增|增加|增设|增配|增招|增补|增派|扩增|增长|提高|提升|上升|增幅|增"
DOWN = "减少|压减|缩减|削减|压缩|下降|降低|回落|下调|精简"
# Verbs of making: after 新增 they begin a new deed (新增学位500个、建成学校3所).
MADE = (
    "新建|改建|扩建|建成|建设|重建|迁建|改造|维修|引进|创建|创成|培育|培养|打造|评选|遴选|选拔|选派|选树|认定|举办|开展|组建|组织|设立|完成|开工|竣工|招聘|招录|培训|"
    "开办|开设|开发|撤并|整合|投用|投入|启用|推出|配备|购置|采购|安装|成立|表彰|奖励|资助|发放|推荐"
)
# Verbs that put a Chinese numeral behind them to work: 引进一所, 选树十名.
DEED = MADE + (
    "|建好|建立|建起|续建|评出|评定|选聘|设置|招收|招引|轮训|实施|撤销|投资|布局|规划|命名|支持|推进|推动|推广|推选|配置|配齐|派出|争创|争取|申报|承办|制作|录制|"
    "补充|聘任|聘请|帮扶|拨付|安排|筹措|办好|兴办|新办|办成|发展|确定|确认|凝练|征集|汇编|出版|编写|出台|造就|输送|吸引|惠及|接收|录取|化解|整治|整改|扶持|结对|签约|"
    "都有|均有|要有|建有|设有|共建|引育|充实|获评|获得|入选|通过|挂牌|装备|更新|添置|新开|新聘|新招|腾退|孵化|立项|结题|研发|召开|展演|送教|送课|合作|试点|试行|供给|提供|储备|扩容|扩充|调剂|"
    "核增|下达|达到|至少|建(?=[一二两三四五六七八九十])|创(?=[一二两三四五六七八九十])|办(?=[一二两三四五六七八九十])"
)
MOVES = re.compile(rf"(?P<up>{UP})|(?P<down>{DOWN})|(?P<deed>{MADE})")
DID = re.compile(DEED + "|" + UP + "|" + DOWN)
UP_RATE = re.compile(r"(?:增长|提高|提升|上升|增加|增幅|增|上浮)了?(?:约|近|到达)?\s*$")
DOWN_RATE = re.compile(r"(?:下降|降低|减少|压减|缩减|回落|下浮|压缩|削减|缩小)了?(?:约|近)?\s*$")
DOWNWARD = re.compile(r"下降|降低|减少|压减|回落|缩小|缩减")
RAISED = re.compile(r"提高|提升|上升|增长|增幅")  # of things counted these name a deed (改造提升食堂23个) unless they touch the number
DOUBLED = re.compile(r"翻[一两二三]?番")

# Figures of a starting point: 由41%提高到55%, 在85%的基础上.
FROM = re.compile(r"(?:由|从|为|自)[^,。;]{0,16}$")
TO = re.compile(r"[^,。;]{0,12}?(?:提高|提升|增加|增长|上升|扩大|下降|降低|降|减少|压减|增|扩|升|缩减|发展|调整|优化|整合|精简|压缩)(?:到|至|为)")
BASED = re.compile(r"[^,。;]{0,4}?(?:的?基础上|基数)")
COMPARED = re.compile(r"(?:较|比|同比|高于|低于|超过)[^,。;]{0,16}的?\s*$")
HIGHER_BY = re.compile(r"\)?\s*(?:高出?|低|提高|增加|增长|下降|多|少)\s*\d")

# Words of aim and of must.
SOFT = "力争|争取(?!上级|中央|省|市|资金|政策|支持|项目|各)|努力|力促"
HARD = "确保|必须|务必|一律|务求|保证|不得"
AIM = re.compile(rf"(?P<soft>{SOFT})|(?P<hard>{HARD})")

# Before a counted noun these verbs only arrange thoughts: 围绕3个重点, 用好3个平台.
RHETORIC = re.compile(
    r"(?:围绕|聚焦|抓住|抓实|抓好|抓牢|抓|把握|突出|紧扣|坚持|做到|做好|(?<!建好)用好|处理好|理清|根据|按照|针对|强化|实现|注重|践行|遵循|弘扬|落实|贯彻|守住|画好|念好|开好|"
    r"打好|下好|筑牢|守好|管好|过好|把好|严把|对照|对标|紧盯|锚定|立足)(?:这|好|牢)?$"
)
EXISTING = re.compile(r"(?:全[省市县区镇乡校州旗]|辖区内?|现有的?|原有的?|其余的?|剩余的?|余下的?|上述|这|该|同一|同|某|任何|每|各|之|(?<![\u4e00-\u9fff])[几数])\s*$")
APIECE = re.compile(r"[、和及与][^,。;、]{1,12}各$")  # 骨干教师、学科带头人各20名
ALL_OF_THEM = re.compile(r"[^,。;\d]{0,24}?(?:全部|一律|全都)(?!的)")
SIZED = r"超?大班额|大校额|规模|小规模|超大班|大班|标准班|班额|班型|人口|口以[上下]|教龄|工作经历|经验|学历|制(?=[学小初高幼])"
DESCRIBED = re.compile(
    rf"\s*的?(?:{SIZED})|[\u4e00-\u9fff]{{1,4}}以[上下内]的"
    rf"|\s*(?:及|或)?以[上下内](?:的)?\s*(?:{SIZED}|乡镇|村(?!级)|社区|行政村|学校|小学|初中|中学|高中|教学点|班级?|企业|县|区|单位|家庭|条件|寄宿|城区|城镇|农村)"
)
DESCRIBED_THINGS = re.compile(rf"\s*的?(?:{SIZED})|\s*(?:及|或)?以[上下内]的?\s*(?:条件|单位|乡镇|人口|县)")
PEOPLE_DESCRIBED = re.compile(r"\s*(?:及|或)?以[上下]的[\u4e00-\u9fff]")  # 600人以上的非寄宿制学校
