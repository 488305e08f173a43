"""The words by which a line tells what it says."""

import re
from functools import cache

from app.rules.reference import load

# A visit's kind by the words used for it; the first that is found decides.
KINDS: tuple[tuple[str, str], ...] = (
    (
        "fair",
        r"(?:参加|出席|参展|举办|签到|赴(?![\w]{0,6}(?:参加|出席|参展)))[\w]{0,8}?"
        r"(?:博览会|展览会|推介会|洽谈会|投洽会|广交会|进博会|交易会|招商会|展会|大会|论坛|年会|峰会)"
        r"(?!上?(?:认识|结识|介绍))",
    ),
    (
        "video",
        r"视频(?:会议|会|连线|沟通|交流|对接)?|腾讯会议|线上(?:会议|会|沟通|交流|对接|洽谈|(?=\s|[聊谈]))|云洽谈|[Zz]oom(?:会议)?",
    ),
    (
        "call",
        r"[来回]电(?!子)|通完?(?:了|个|了个)?电话|"
        r"(?:打|去|来|接到?)?了?(?:个|一个|一通)?电话(?:沟通|联系|回访|交流|对接|拜访|了解)?|致电|电联|通话",
    ),
    (
        "message",
        r"微信(?:上)?(?:沟通|联系|聊了?|交流|回复|说|对接)?|短信|发?邮件(?:沟通|联系|往来)?",
    ),
    (
        "site",
        r"(?:实地|现场)(?:踏勘|查看|看地|看了?|考察|走了?一圈)?|踏勘|看地|看了?(?:地块|现场|场地|厂房|厂)|选址|"
        r"看了(?=[\w]{2,8}?的?(?:新厂|工厂|厂房|车间|产线))",
    ),
    (
        "inward",
        r"接待|来访|到访|来(?:我[市县区镇局]|园区|县里|市里|局里)?(?:实地)?(?:考察|参观|洽谈|对接|看看|看)|(?<!过)来了(?=\s|$|[,，。]|[一二两三四五六七八九十几\d]+个?[人位])",
    ),
    (
        "outward",
        r"拜访|走访|回访|登门|上门|拜会|会见|接见|会面|跑了?一?趟|去趟|面谈|见面|见了?|(?<![上下进回过出送寄拿])去了?(?!看|年|世|机场|高铁|车站)|赴(?!\w{0,6}(?:参加|出席|参展))|约见|(?<![签预节大制改])约了?(?![束定占莫为合好\d\0])|"
        r"碰[头面]|碰了个|对接|洽谈|考察|参观|调研|座谈",
    ),
)
KIND = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in KINDS))
DENIED = re.compile(r"(?:没有?|未|不|别|想)[能再曾]?$")
TOPIC = re.compile(
    r"(?:洽谈|商谈|谈了?谈?到?|聊了?聊?|沟通了?|交流了?|讨论了?|商量了?|对接了?|了解了?|推介了?|汇报了?|介绍了?|想|拟|打算|计划|有意向?|关于)"
)
PROMISE = re.compile(
    r"(?:我方|我们|我|对方|他们?|她)?(?:已经?|当场|口头)?(?:答应|承诺|应允|允诺|许诺)(?:了|过)?"
)
# What begins something that is owed.
STEP = re.compile(
    r"(?:务必|一定|要|再|去|来|请|需|得|须|将|准备|安排|约|记得|争取|我们?|局里|园区)*"
    r"(?:回访|回复|答复|反馈|回话|再谈|再访|再约|再去|再来|再见|再聊|再议|复访|跟进|跟踪|联系|寄|发|送|报|提交|提供|签|来考察|来看|来访|来我|过来|"
    r"安排|组织|陪同|陪|汇报|确认|出|拿方案|做方案|给|研判|上会|碰头|见面|面谈|见|电话|打电话|通电话|打|接站|接机|拿下|邀请|邀|催|完成|落实|准备|带|拜访|走访|"
    r"对接|考察|看地|看厂|选址|踏勘|交|催办|通气|回|去|到|约|谈|聊|开|办|查|问|补|注册|打款|缴|付|把|请|来|上门|视频)"
)
NEXT = re.compile(
    r"(?:提醒(?=[:：])|备忘(?=[:：])|下一步|下步|后续|待办|接下来|回头|回去|记得|别忘了?|需要?我们|要我们|请我们|让我们|希望我们|等我们|我们要|我们需)"
    r"(?P<colon>[:：,，])?"
)
CLAUSE_END = re.compile(r"[，,。；;！!？?\n]")
SENTENCE_END = re.compile(r"[。；;！!？?\n]")
LEADING = re.compile(
    r"^(?:(?:[先再]|然后|最后)[到去]了?|想约|想|的|了|在|到|去|赴|和|与|跟|同|找|约|给|向|请|陪|带|是|由|从|对|让|叫|见|送|接|把|帮|上午|个|一下|一趟|趟|我们?|已|刚才|刚刚|刚|又|还|也|这个|那个|过|完)+"
)
TRAILING = re.compile(
    r"(?:的|了|(?<![六永祥中人太义仁泰亲])和|与|跟|同|在|是|那边|这边|老板|负责人|代表|一行|来人|方面|总部|公司里|厂里|他们|说|提出|表示|希望|有|也|那|都)+$"
)
OURS_BEFORE = re.compile(
    r"(?:陪同(?:人员)?[:：]?|陪|随同|随|跟着|跟随|(?:陪同?|随)[\u4e00-\u9fff]{0,3}(?:副?[县市区镇]长|书记|局长)|同行(?:人员|的)?(?:有|是)?[:：]?|我方(?:参加|人员)?(?:有)?[:：]?|参加人员?[:：]|陪同人员?[:：])\s*$"
)
OURS_WITH = re.compile(r"(?:和|跟|与|同)[\u4e00-\u9fff]{0,4}$")
TOGETHER = re.compile(r"^[\s]*(?:一起|一同|同去|一道|去|到|赴)")
OURS_OFFICE = re.compile(
    r"(?:局|委|驻[\u4e00-\u9fff]{1,3}办|办公室|科室|专班|小分队|我是[\u4e00-\u9fff]{0,6})$"
)
LEADS = re.compile(r"^\s*(?:带队|率队|领队)")
CITY_PART = r"(?:市|区|县|镇|开发区|高新区|经开区|工业园区|工业园|园区|新区|保税区)"


@cache
def words(name: str) -> tuple[str, ...]:
    """One list of the reference data ``capture_words``, the longest first."""
    return tuple(sorted(load("capture_words")[name].split(), key=len, reverse=True))


@cache
def letters(name: str) -> frozenset[str]:
    """The same for a list of single characters."""
    return frozenset(load("capture_words")[name])


@cache
def any_of(name: str) -> str:
    """The list as a pattern."""
    return "(?:" + "|".join(map(re.escape, words(name))) + ")"


@cache
def not_a_name() -> frozenset[str]:
    """Words that stand where a name would and are none."""
    return frozenset(words("nouns"))
