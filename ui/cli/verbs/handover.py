"""The command that hands a post over (journeys.md, +)."""

from app.reports.brief import Asking
from app.services.handing_over import hand_over, in_hand
from app.services.node_plans import node_texts
from ui.cli.commands import Answer, Arguments
from ui.cli.session import Session


def handover(session: Session, arguments: Arguments) -> Answer:
    """Give all that ``--from`` (oneself, where it is left out) has in hand to ``--to``, as one undo.

    Without ``--to``, or with ``dry_run``, only tell what that is.
    """
    desk, taker = session.desk, arguments["taker"]
    giver = arguments["giver"] or desk.actor
    found = in_hand(desk, giver)
    asking = Asking(desk.store, session.translator, desk.today(), node_texts(desk))
    told = {
        "from": found.name,
        "count": found.count,
        "in_hand": {
            kind: [{"id": row.id, "title": asking.title(row)} for row in rows]
            for kind, rows in found.rows.items()
        },
    }
    if arguments["dry_run"] or not taker:
        return told
    changes = hand_over(desk, giver, taker)
    return {**told, "to": taker.strip(), "changed": len(changes.ids)}
