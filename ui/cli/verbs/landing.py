"""The command that proposes where a project should land (feature 6)."""

from app.policy.pack import NoSuchTable
from app.rules.landing import TABLE, platform_words, rule_words
from app.services import landing as services
from app.services.policy import pack_of
from app.services.records import required_row
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.session import Session


def landing(session: Session, arguments: Arguments) -> Answer:
    """The places of the rules in force for a project, the best first; take one; share the credit equally.

    Raises:
        NoSuchTable: the rules say nothing of places. RecordNotFound: no such project. InvalidRecord: no such
        place, or the two units are not named.
    """
    desk, tr, id = session.desk, session.translator, arguments["id"]
    required_row(desk, "project", id)
    pack = pack_of(desk)
    if TABLE not in pack.tables:
        raise NoSuchTable(pack=pack.id, table=TABLE, known=", ".join(pack.tables))
    if arguments["choose"]:
        services.take(desk, id, arguments["choose"])
    if arguments["equal"]:
        services.share_equally(desk, id)
    row = required_row(desk, "project", id)
    found = services.proposed(desk, row)
    return {
        "record": shapes.record(row),
        "platforms": [
            {
                "place": one.word,
                "name": pack.word("place", one.word).said(tr.language),
                "standing": one.standing,
                "says": platform_words(pack, one, tr),
                "rule": rule_words(pack, one, tr) or None,
            }
            for one in (found.platforms if found else ())
        ],
        "equal_points": found is not None and found.equal is not None,
        "credits": row["credits"],
    }
