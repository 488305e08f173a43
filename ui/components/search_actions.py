"""What can be done from the search line, by a few letters of its name: a page, and what to begin there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.rules.pinyin import read_pinyin
from app.services.desk import Desk
from app.services.headquarters import writes_for_headquarters
from app.services.scores.bulletins import may_publish
from ui.context.context import Context

ACTION = "action"
PUBLISH, EARLIER, LOCK = "publish", "bulletins", "lock"  # what the pages are asked for, beside their tabs


@dataclass(frozen=True, slots=True)
class SearchAction:
    """A page, what to begin there, and whether this person is offered it."""

    page: str
    begin: str
    offered: Callable[[Desk], bool]


ACTIONS: Mapping[str, SearchAction] = {
    "publish_bulletin": SearchAction("scores", PUBLISH, may_publish),
    "earlier_bulletins": SearchAction("scores", EARLIER, lambda _desk: True),
    "lock_month": SearchAction("funds", LOCK, writes_for_headquarters),
}


def actions_called(ctx: Context, text: str) -> list[tuple[str, str]]:
    """(id, name) of what is offered and called so: any part of the name, or how its letters begin."""
    wanted = "".join(text.split()).lower()
    named = ((id, ctx.tr(f"ui.action.{id}")) for id, one in ACTIONS.items() if one.offered(ctx.desk))
    return [(id, name) for id, name in named if wanted and _is_called(name, wanted)]


def _is_called(name: str, wanted: str) -> bool:
    if wanted in "".join(name.split()).lower():
        return True
    read = read_pinyin(name)
    return any(one.startswith(wanted) for one in (*read.initials, *read.full))
