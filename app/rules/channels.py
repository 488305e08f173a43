"""The channels a lead comes by (systems.md A1) and the words officers use for them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.rules.folding import fold_width, simplify
from app.rules.reference import load


class Channel(StrEnum):
    """The sixteen channels of A1; a policy pack may add others."""

    SQUAD = "squad"
    STATIONED = "stationed"
    AGENT = "agent"
    BUSINESS = "business"
    KINSHIP = "kinship"
    FAIR = "fair"
    ONLINE = "online"
    COLD_CALL = "cold_call"
    CHAIN = "chain"
    CLUSTER = "cluster"
    HEADHUNT = "headhunt"
    PLATFORM = "platform"
    LEADER = "leader"
    RETURNEE = "returnee"
    PPP = "ppp"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class ChannelRead:
    """``channel`` is ``None`` when the cell starts with no channel word; ``rest`` is the text behind it."""

    channel: Channel | None
    word: str
    rest: str
    text: str


_SEPARATOR = re.compile(r"[;；,，、。\s|/:：]+")
_SUFFIX = re.compile(r"(?:招商|招引|引资|引荐|推荐|介绍|引进|渠道|线索|信息)+$")


def channel_of(word: str) -> Channel | None:
    """The channel one word names, whole words only; ``None`` when it names none."""
    plain = re.sub(r"\s+", "", simplify(fold_width(word))).lower()
    words: dict[str, str] = load("channel_words")["words"]
    code = words.get(plain) or words.get(_SUFFIX.sub("", plain))
    if code is None and plain in {*Channel}:
        code = plain
    return None if code is None else Channel(code)


def read_channel(raw: object) -> ChannelRead:
    """The channel at the head of a mixed cell: ``以商引商;产权转让`` → business, rest 产权转让. Never
    raises.
    """
    text = "" if raw is None else str(raw).strip()
    head, *tail = _SEPARATOR.split(text, maxsplit=1)
    channel = channel_of(head)
    if channel is None:
        return ChannelRead(None, "", text, text)
    return ChannelRead(channel, head, tail[0] if tail else "", text)
