"""The command on asks of firms here along their chain (feature 80)."""

from app.services import demands as services
from app.services.records import required_row
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import ParameterMissing
from ui.cli.session import Session


def demands(session: Session, arguments: Arguments) -> Answer:
    """List those that are open, or all; raise a lead of one; close one.

    Raises:
        RecordNotFound: no such demand. ParameterMissing: no demand was named.
    """
    desk, what, id = session.desk, arguments["what"], arguments["id"]
    if what == "list":
        found = services.demands(desk, company=id or "", everything=arguments["everything"])
        return {
            "demands": [
                {
                    "record": shapes.record(one.row),
                    "firm": one.firm["name"] if one.firm else None,
                    "leads": [{"id": lead.id, "name": lead["name"]} for lead in one.leads],
                }
                for one in found
            ]
        }
    if not id:
        raise ParameterMissing(field="id", command=f"demands {what}", name="ID")
    if what == "raise":
        (lead,), _ = services.raise_leads(desk, [id])
        return {"id": id, "lead": shapes.record(required_row(desk, "project", lead))}
    services.close(desk, id, "met" if what == "met" else "dropped")
    return {"id": id, "record": shapes.record(required_row(desk, "demand", id))}
