"""Commands on headquarters: enrol, sync, list conflict cards and settle them."""

import platform

from app.keyslot import exists
from app.store.store import Store
from sync.client import conflicts as cards
from sync.client.attachments import sync_files
from sync.client.device import Enrolment, enrolment
from sync.client.engine import sync_once
from sync.client.enrol import enrol as join
from sync.client.errors import NotEnrolled
from sync.client.files_report import FilesReport
from sync.client.read_ahead import ReadAhead
from sync.client.report import SyncReport
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import StoppedHalfway
from ui.cli.session import Session
from ui.cli.verbs.profiles import make_profile

MINE, THEIRS = "mine", "theirs"


def enrol(session: Session, arguments: Arguments) -> Answer:
    """Join a headquarters with a one-time code; makes the profile where there is none yet.

    Where headquarters refuses, a profile just made stays, empty: enrol again with another code.
    """
    device_name = arguments["device_name"] or platform.node()[:100] or "Outpost"
    if not exists(session.folder):
        make_profile(session, arguments["name"] or device_name)
    profile = session.profile
    joined = join(profile.store, arguments["url"], arguments["code"], device_name, arguments["ca"])
    profile.rename_actor(joined.user)
    return _membership(joined) | {"profile": str(session.folder)}


def _membership(joined: Enrolment) -> Answer:
    return {
        "hq": joined.address.url,
        "tenant": joined.tenant,
        "user": joined.user,
        "unit": joined.unit,
        "device_id": joined.device_id,
    }


def sync(session: Session, arguments: Arguments) -> Answer:
    """Send everything that waits and take everything that is new, records first, then files."""
    store, gateway = session.desk.store, session.gateway()
    before = gateway.traffic()
    with ReadAhead(gateway) as ahead:
        report = sync_once(
            store, ahead, store.clock, store.randomness, allow_deletions=arguments["allow_deletions"]
        )
    everything = arguments["all_files"]
    files = sync_files(store, gateway, everything=everything) if report.error is None else FilesReport()
    traffic = gateway.traffic().since(before)
    answer = {"sync": _told(report, files)}
    answer["sync"] |= {"requests": traffic.requests, "up": traffic.up, "down": traffic.down}
    if error := report.error or files.error:
        raise StoppedHalfway(error, answer)
    return answer


def _told(report: SyncReport, files: FilesReport) -> Answer:
    counted = {name: value for name, value in report.summary().items() if name not in ("run", "error")}
    return counted | {
        "files": {
            "uploaded": files.uploaded,
            "downloaded": files.downloaded,
            "bytes_up": files.bytes_up,
            "bytes_down": files.bytes_down,
            "refused": files.refused,
            "absent": files.absent,
            "dropped": files.dropped,
        },
    }


def conflicts(session: Session, _: Arguments) -> Answer:
    """Every open conflict card, oldest first, from this laptop's point of view.

    ``mine`` is what was written here: on the author's laptop the edit that did not stand, elsewhere what
    stands. ``stands`` says which of the two the record shows now.
    """
    store = session.desk.store
    device = _device_id(store)
    return {"conflicts": [_card(one, device) for one in cards.open_conflicts(store)]}


def resolve(session: Session, arguments: Arguments) -> Answer:
    """Settle one card by one side; undo takes it back."""
    desk = session.desk
    card = cards.conflict(desk.store, arguments["id"])
    side = _side(card, _device_id(desk.store), arguments["take"])
    cards.take(desk.store, card.id, side, desk.actor)
    return {"id": card.id, "took": arguments["take"], "changed": side == cards.MINE}


def _card(card: cards.OpenConflict, device: str) -> Answer:
    written_here = _written_here(card, device)
    mine, theirs = ("mine", "hq") if written_here else ("hq", "mine")
    entries = [
        {
            "field": raw["field"],
            "before": raw.get("before"),
            "mine": raw.get(mine),
            "theirs": raw.get(theirs),
        }
        for raw in card.card["entries"] or ()
    ]
    return {
        "id": card.id,
        "kind": card.card["target_kind"],
        "target": card.card["target_id"],
        "title": card.card["title"],
        "reason": card.reason,
        "stands": THEIRS if written_here else MINE,
        "author": card.card["author"],
        "authored_at": shapes.moment(card.card["authored_at"]),
        "other": card.card["other"],
        "entries": entries,
    }


def _side(card: cards.OpenConflict, device: str, take: str) -> str:
    written_here = _written_here(card, device)
    return cards.MINE if (take == MINE) == written_here else cards.HQ


def _written_here(card: cards.OpenConflict, device: str) -> bool:
    return bool(device) and card.card["author_device"] == device


def _device_id(store: Store) -> str:
    try:
        return enrolment(store).device_id
    except NotEnrolled:
        return ""
