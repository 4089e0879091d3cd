"""What stands before and behind people in Chinese texts, and behind things with the form of names."""

import re
from dataclasses import dataclass
from functools import cache

from nlp import lexicons

_ACTS = (
    r"(?:回访|回电|带的|做的|修的|送的|包的|写的|回了?我|发来|发给|发了|寄来|寄给|记得|忘了|是我们的|是我的|是(?=外教|导游|教练|店长|经理|同事)|回复|回覆|答应|承诺|告诉|告知|帮[我忙着她他你我们你们]|幫|教[我会]|带我|带着|陪我|替我|给我|跟我|同我"
    r"|和我|打来|打给|打电话|来电|打过来|接待|通知|主动|亲自|负责"
    r"|解释|介绍|推荐|道歉|上门|送来|送货|送餐|来了|来我家|来家|到店|请假|离职|辞职|已经?签收|签收|代收|收(?![到费费入获藏])|说(?!明书|法)|话(?![题费剧筒])|讲|问我"
    r"|骂|吼|笑|先生|女士|小姐|小哥|哥哥|姐姐|阿姨|医生|医师|教练|老师"
    r"|(?:真的?|很|特别|非常|超级?|好|十分|态度|服务态度)[\u4e00-\u9fff]{0,2}(?:耐心|热情|专业|负责|细心|亲切|友善|温柔|有礼|贴心|仔细|认真|客气|幽默"
    r"|和气|敷衍|恶劣|差劲|凶)"
    r"|[和跟][她他]|[,，]?(?:她|他|佢)(?!们|哋|的|妈|家)|的(?:电话|手机|邮件|邮箱|微信|态度|服务|卡|账号|快递|包裹|订单|名字|预约|团购|团|课|妈|爸|老公|老婆"
    r"|耐心|帮助|专业|细心|地址|生日|孩子)"
    r"|那[个边]?团|[两二三]个(?:客服|店员|同事|护士|人)|[两二三几]位|等人|本人|[?？]不|都说|也说|也好(?![吃喝])|又[说来打]|却|居然|竟然|还准时)"
)
_END = r"(?:[\s,，。:：;；、!！?？()（）\[\]~…]|$)"

SHOP = re.compile(
    "书[店局坊]|书院|医院|诊所|药[局房]|餐厅|面馆|面店|粥[品店]|美语|[中小大]学(?!生)|公司|集团|品牌|牌|奶茶|山茶花|[鸭鸡鹅](?!蛋糕)|烧腊|茶餐厅|面包|蛋糕|饼"
    "|珠宝|眼镜|皮鞋|沙发|床垫|火锅|烤|酒楼|饭店|冰室|士多|超市|便利店|商场|广场|花园|大厦|[路街村站区镇](?![上过])|香水|面膜|口红|洗|染发|月饼|醋|酱|凉茶|臭豆腐|豆腐"
    "|凉皮|米线"
)
"""Behind what has the form of a name these make it the name of a shop or a product: 何嘉仁书店."""
RECEIVES = re.compile("(?:亲?收|签收|代收)(?:[\\s,，。:：;；!！]|$)")


@dataclass(frozen=True, slots=True)
class Contexts:
    """What stands before and behind people, and the shape of what may stand between; compiled once."""

    before: re.Pattern[str]
    """Ends where a name may begin; the groups ``trade`` and ``thanked`` say how sure it is."""
    behind: re.Pattern[str]
    end: re.Pattern[str]
    surnames: frozenset[str]
    common: frozenset[str]
    barred: frozenset[str]
    famous: frozenset[str]
    followers: frozenset[str]
    """Characters that follow names without a space."""
    things: frozenset[str]
    sounded: frozenset[str]
    """Names written by their sound that everybody has met."""
    openers: frozenset[str]
    """Their first characters."""

    def is_sounded(self, name: str) -> bool:
        """Whether ``name`` is one such name, or two in a row: 次仁旺堆."""
        return name in self.sounded or any(
            name[:cut] in self.sounded and name[cut:] in self.sounded for cut in range(2, len(name) - 1)
        )


@cache
def contexts() -> Contexts:
    """The patterns from the word lists."""
    names = lexicons.table("names_zh")

    def either(words: str) -> str:
        return "|".join(sorted(map(re.escape, words.split()), key=len, reverse=True))

    told = " ".join(
        word for word in f"{names['trades']} {names['more_trades']}".split() if len(word) > 1 or word == "员"
    )
    return Contexts(
        before=re.compile(
            rf"(?:(?P<trade>(?:(?:{either(told)})(?:是|叫|为|系|[:：])?|[的人员位个她他佢字]叫)\s?)"
            rf"|(?P<thanked>{either(names['thanked'])})"
            rf"|(?:{either(names['addressed'])})"
            rf"|^|[\s,，。:：;；!！?？(（\])](?:{either(names['links'])})?)(?=[\u4e00-\u9fff]{{2}})"
        ),
        behind=re.compile(f"{_ACTS}|{either(names['titles'])}"),
        end=re.compile(_END),
        surnames=frozenset("".join(names["surnames"].split())),
        common=frozenset("".join(names["common"].split())),
        # 付春生 is a name, 先生 is none.
        barred=frozenset("".join(names["not_given"].split())) - {"生"},
        famous=frozenset(names["famous"].split()) | frozenset(names["not_names"].split()),
        followers=frozenset("".join(names["followers"].split())),
        things=frozenset(names["things_by_sound"].split()),
        sounded=frozenset(names["by_sound"].split()),
        openers=frozenset(name[0] for name in names["by_sound"].split()),
    )
