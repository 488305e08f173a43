"""``outpost bulletin``: publishing where everybody stands 通报, and what was published (systems.md C7)."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.model.row import Row
from app.rules.rounding import half_up
from app.services.records import checked_values, required_row
from app.services.scores.bulletins import BULLETIN, bulletin_of, bulletins, publish
from app.services.scores.published import Aim, Order, Score, Standings
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import ParameterMissing
from ui.cli.session import Session

_HEAD = ("title", "period", "starts_on", "as_of", "pack", "pack_version")


def bulletin(session: Session, arguments: Arguments) -> Answer:
    """Publish the boards as of a day; list what was published, the latest first; show one of them."""
    return _WHATS[arguments["what"]](session, arguments)


def _publish(session: Session, arguments: Arguments) -> Answer:
    id, _ = publish(session.desk, kind=arguments["period"], on=_day(session, arguments["on"]))
    return _told(session, required_row(session.desk, BULLETIN, id))


def _list(session: Session, _: Arguments) -> Answer:
    return {"bulletins": [_head(row) for row in bulletins(session.desk)]}


def _show(session: Session, arguments: Arguments) -> Answer:
    if not (id := arguments["id"]):
        raise ParameterMissing(field="id", command="bulletin show", name="ID")
    return _told(session, required_row(session.desk, BULLETIN, str(id)))


_WHATS: Mapping[str, Callable[[Session, Arguments], Answer]] = {
    "publish": _publish,
    "list": _list,
    "show": _show,
}


def _day(session: Session, text: str | None) -> date | None:
    if not text:
        return None
    day: date = checked_values(session.desk, BULLETIN, {"as_of": text}, complete=False)["as_of"]
    return day


def _head(row: Row) -> Answer:
    told = shapes.record(row)
    named = {name: told["values"].get(name) for name in _HEAD}
    return {"id": row.id, **named, "by": row["created_by"], "at": shapes.moment(row["created_at"])}


def _told(session: Session, row: Row) -> Answer:
    """Every figure as it was published."""
    told = bulletin_of(row).told
    city = told.city
    figures = {"signed": city.signed, "contract": city.contract, "arrived": city.arrived}
    language = session.translator.language
    return _head(row) | {
        "pack_name": told.en if language == "en" else told.zh,
        "city": {name: _plain(one) for name, one in figures.items()} | {"rate": city.rate_text},
        "boards": {owner: _board(one, language) for owner, one in told.boards.items()},
    }


def _board(board: Standings, language: str) -> Answer:
    return {
        "lines": [_line(one) for one in board.lines],
        "rankings": [_order(one, language) for one in board.orders],
    }


def _line(one: Score) -> Answer:
    return {
        "owner": one.owner,
        "points": _plain(one.points),
        "figures": {name: _plain(figure) for name, figure in sorted(one.figures.items())},
        "targets": [_aim(aim) for aim in one.targets],
    }


def _aim(one: Aim) -> Answer:
    told = {"measure": one.measure, "target": _plain(one.amount), "done": _plain(one.done)}
    return told | {"share": one.share_text, "ahead": one.ahead_text}


def _order(one: Order, language: str) -> Answer:
    places = [
        {"owner": place.owner, "rank": place.rank, "risen": place.risen, "figure": _figure(place.figure)}
        for place in one.places
    ]
    return {"id": one.id, "name": one.en if language == "en" else one.zh, "places": places}


def _figure(value: Fraction | None) -> str | None:
    return None if value is None else _plain(half_up(value, 4))


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
