"""The commands of ``outpost`` on trips, promises, receptions and grades; see ``ui.cli.commands``."""

from ui.cli.command import Command, Parameter, Reads

_ON = Parameter("on", flag="--on", metavar="DAY")
_RECEIVED = ("list", "show", "seats", "swap", "from-visit", "write-up", "plan", "card")
_PROVED = ("proved", "placed", "same_day", "other_day", "undated", "without")

OUTINGS = (
    Command(
        "trips",
        "trips.trips",
        (
            Parameter("what", required=True, choices=("show", "plan", "squads", "count", "export")),
            Parameter("id", metavar="ID"),
            Parameter("companies", Reads.TEXTS, "--company", metavar="ID"),
            _ON,
            Parameter("by", flag="--by", default="leader", choices=("leader", "unit")),
            Parameter("since", flag="--from", metavar="DAY"),
            Parameter("until", flag="--to", metavar="DAY"),
            Parameter("file", Reads.PATH, "--file", metavar="FILE"),
        ),
    ),
    Command(
        "promises",
        "trips.promises",
        (
            Parameter("what", required=True, choices=("list", "close", "reopen")),
            Parameter("id", metavar="ID"),
            Parameter("outcome", flag="--outcome", default="kept", choices=("kept", "released", "broken")),
            _ON,
            Parameter("note", flag="--note", default="", metavar="TEXT"),
        ),
    ),
    Command(
        "proof",
        "proofs.proof",
        (
            Parameter("id", metavar="ID"),
            Parameter("wanted", flag="--only", default="", choices=_PROVED),
        ),
    ),
    Command(
        "demands",
        "demands.demands",
        (
            Parameter("what", required=True, choices=("list", "raise", "met", "drop")),
            Parameter("id", metavar="ID"),
            Parameter("everything", Reads.FLAG, "--all", default=False),
        ),
    ),
    Command(
        "landing",
        "landing.landing",
        (
            Parameter("id", required=True, metavar="ID"),
            Parameter("choose", flag="--choose", metavar="WORD"),
            Parameter("equal", Reads.FLAG, "--equal", default=False),
        ),
    ),
    Command(
        "grade",
        "grading.grade",
        (
            Parameter("id", metavar="ID"),
            Parameter("grade", flag="--grade", metavar="WORD"),
            Parameter("barred", Reads.FLAG, "--barred", default=False),
        ),
    ),
    Command(
        "receptions",
        "receptions.receptions",
        (
            Parameter("what", required=True, choices=_RECEIVED),
            Parameter("id", metavar="ID"),
            Parameter("people", Reads.TEXTS, "--person", metavar="ID"),
            Parameter("shape", flag="--table", default="round", choices=("long", "round")),
            Parameter("file", Reads.PATH, "--file", metavar="FILE"),
        ),
    ),
)
