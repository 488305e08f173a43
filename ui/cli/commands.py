"""The commands of ``outpost``: one table that the shell's arguments and the lines of a script are read by.

A command is a function ``(session, arguments) -> JSON object`` in ``ui.cli.verbs``; its module is loaded only
when it is called, so that none waits for what another needs. What it is for is in the catalogue under
``cli.help.<command>``, its parameters under ``cli.parameter.<name>``.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ui.cli.command import Answer, Arguments, Command, Finished, Parameter, Reads, Verb
from ui.cli.outing_commands import OUTINGS

__all__ = ("COMMANDS", "Answer", "Arguments", "Command", "Finished", "Parameter", "Reads", "Verb")

# As ``app.model`` has them: the table of commands must not wait for the model to load.
RULINGS = ("one", "other", "shared", "best_place")
TARGETS = ("list", "set", "terms", "merit", "decide", "rewards", "last")
LISTS = ("promotion", "pursuit", "signing", "service")
FUNDS = (
    *("sheet", "enter", "paste", "reconcile", "lock", "reopen", "show", "correct", "count-as", "credit"),
    *("export", "overview"),
)

_KIND = Parameter("kind", required=True, metavar="KIND")
_ID = Parameter("id", required=True, metavar="ID")
_IDS = Parameter("ids", Reads.TEXTS, required=True, metavar="ID")
_VALUES = Parameter("values", Reads.VALUES, "--json", required=True, metavar="FILE")
_FILE = Parameter("file", Reads.PATH, required=True, metavar="FILE")
_DRY_RUN = Parameter("dry_run", Reads.FLAG, "--dry-run", default=False)
_ROUND = Parameter("what", required=True, choices=("show", "read", "publish", "notice"))
_TABLE = Parameter("file", Reads.PATH, "--file", metavar="FILE")
_PLACE = Parameter("place", flag="--place", default="out", choices=("out", "keep"))
_ABOUT = ("directory", "coverage", "agents", "fairs", "chains", "reach")
_ASKED = Parameter("what", required=True, choices=_ABOUT)
_NAME = Parameter("name", flag="--name", metavar="NAME")
_ON = Parameter("on", flag="--on", metavar="DAY")
_REASON = Parameter("reason", flag="--reason", metavar="TEXT")
_LIMIT = Parameter("limit", Reads.WHOLE, "--limit", default=100, metavar="N")
_STANDING = (
    Parameter("owners", flag="--by", default="unit", choices=("unit", "office", "person", "leader")),
    Parameter("period", flag="--period", default="year", choices=("year", "half")),
    _ON,
)
_RANKING = Parameter("ranking", flag="--ranking", metavar="ID")
_WHAT_IF = Parameter("values", Reads.VALUES, "--json", metavar="FILE")
_LOOK = (
    Parameter("size", flag="--size", default="1366x768", metavar="WxH"),
    Parameter("theme", flag="--theme", default="light", choices=("light", "dark")),
    Parameter("scenes", Reads.TEXTS, "--scene", metavar="NAME"),
)

_ALL = (
    Command("init", "profiles.init", (Parameter("name", flag="--name", required=True, metavar="NAME"),)),
    Command(
        "enrol",
        "syncing.enrol",
        (
            Parameter("url", flag="--url", required=True, metavar="URL"),
            Parameter("code", flag="--code", required=True, metavar="CODE"),
            Parameter("ca", Reads.PATH, "--ca", metavar="FILE"),
            Parameter("device_name", flag="--device-name", metavar="NAME"),
            _NAME,
        ),
    ),
    Command(
        "capture",
        "capturing.capture",
        (
            Parameter("line", required=True, metavar="LINE"),
            Parameter("dry_run", Reads.FLAG, "--dry-run", default=False),
        ),
    ),
    Command("add", "records.add", (_KIND, _VALUES)),
    Command("set", "records.change", (_KIND, _ID, _VALUES)),
    Command("delete", "records.delete", (_KIND, _IDS)),
    Command("restore", "records.restore", (_KIND, _IDS)),
    Command("get", "records.get", (_KIND, _ID)),
    Command(
        "list",
        "records.list_records",
        (
            _KIND,
            Parameter("find", flag="--find", default="", metavar="TEXT"),
            _LIMIT,
            Parameter("deleted", Reads.FLAG, "--deleted", default=False),
        ),
    ),
    Command("find", "records.find", (Parameter("text", required=True, metavar="TEXT"), _LIMIT)),
    Command(
        "duplicates",
        "duplicates.duplicates",
        (
            Parameter("what", required=True, choices=("list", "merge", "differ")),
            Parameter("kind", metavar="KIND"),
            Parameter("ids", Reads.TEXTS, metavar="ID"),
            Parameter("values", Reads.VALUES, "--json", metavar="FILE"),
            _LIMIT,
        ),
    ),
    Command("history", "records.history", (_KIND, _ID)),
    Command("undo", "records.undo"),
    Command("redo", "records.redo"),
    Command("attach", "files.attach", (_KIND, _ID, _FILE, _PLACE)),
    Command("save", "files.save", (_ID, _FILE)),
    Command("carry", "files.carry", (_KIND, _ID, Parameter("off", Reads.FLAG, "--off", default=False))),
    Command(
        "sync",
        "syncing.sync",
        (
            Parameter("allow_deletions", Reads.FLAG, "--allow-deletions", default=False),
            Parameter("all_files", Reads.FLAG, "--all-files", default=False),
        ),
    ),
    Command("write-package", "packages.write", (_FILE,)),
    Command(
        "read-package",
        "packages.read",
        (_FILE, Parameter("allow_deletions", Reads.FLAG, "--allow-deletions", default=False)),
    ),
    Command("conflicts", "syncing.conflicts"),
    Command(
        "resolve",
        "syncing.resolve",
        (_ID, Parameter("take", flag="--take", required=True, choices=("mine", "theirs"))),
    ),
    Command(
        "stage",
        "life.stage",
        (
            Parameter("what", required=True, choices=("check", "move", "moves")),
            _ID,
            Parameter("to", flag="--to", metavar="STAGE"),
            _ON,
            _REASON,
            Parameter("exit_reason", flag="--exit-reason", metavar="WORD"),
            Parameter("values", Reads.VALUES, "--json", metavar="FILE"),
        ),
    ),
    Command(
        "plan",
        "life.plan",
        (
            Parameter("what", required=True, choices=("make", "done", "count")),
            Parameter("id", metavar="ID"),
            Parameter("plan", flag="--plan", default="build", metavar="PLAN"),
            Parameter("end", flag="--end", metavar="DAY"),
            _ON,
            Parameter("by", flag="--by", default="project", choices=("project", "unit", "city")),
        ),
    ),
    Command(
        "key-lists",
        "life.lists",
        (
            Parameter("what", required=True, choices=("show", "put", "take")),
            Parameter("id", metavar="ID"),
            Parameter("list", flag="--list", choices=LISTS),
            _ON,
            _REASON,
        ),
    ),
    Command(
        "leader",
        "life.leader",
        (_ID, Parameter("name", flag="--name", metavar="NAME"), Parameter("post", flag="--post"), _ON),
    ),
    Command(
        "handover",
        "handover.handover",
        (
            Parameter("giver", flag="--from", metavar="NAME"),
            Parameter("taker", flag="--to", metavar="NAME"),
            _DRY_RUN,
        ),
    ),
    *OUTINGS,
    Command("brief", "briefs.brief", (_KIND, _ID, _FILE)),
    Command(
        "scores", "scores.scores", (*_STANDING, Parameter("owner", flag="--owner", metavar="NAME"), _WHAT_IF)
    ),
    Command("rank", "scores.rank", (*_STANDING, _RANKING)),
    Command(
        "bulletin",
        "bulletins.bulletin",
        (
            Parameter("what", required=True, choices=("publish", "list", "show")),
            Parameter("id", metavar="ID"),
            _STANDING[1],
            _ON,
        ),
    ),
    Command("appraisal", "appraisals.appraisal", (_ROUND, _ON, _TABLE, _DRY_RUN)),
    Command(
        "target",
        "scores.target",
        (Parameter("what", required=True, choices=TARGETS), _ON, _RANKING, _WHAT_IF),
    ),
    Command(
        "approval",
        "approvals.approval",
        (
            Parameter(
                "what",
                required=True,
                choices=("route", "file", "step", "show", "withdraw", "waiting", "form"),
            ),
            Parameter("id", metavar="ID"),
            Parameter("file", Reads.PATH, "--file", metavar="FILE"),
            Parameter("values", Reads.VALUES, "--json", metavar="FILE"),
        ),
    ),
    Command(
        "meeting",
        "approvals.meeting",
        (
            Parameter(
                "what", required=True, choices=("plan", "list", "agenda", "outcome", "show", "minutes")
            ),
            Parameter("id", metavar="ID"),
            Parameter("file", Reads.PATH, "--file", metavar="FILE"),
            Parameter("values", Reads.VALUES, "--json", metavar="FILE"),
        ),
    ),
    Command(
        "review",
        "approvals.review",
        (
            Parameter("what", required=True, choices=("list", "set")),
            _ID,
            Parameter("item", flag="--item", metavar="WORD"),
            Parameter("values", Reads.VALUES, "--json", metavar="FILE"),
        ),
    ),
    Command(
        "service",
        "approvals.service",
        (
            Parameter("what", required=True, choices=("list", "start", "done")),
            _ID,
            Parameter("item", flag="--item", metavar="WORD"),
            _ON,
            Parameter("values", Reads.VALUES, "--json", metavar="FILE"),
        ),
    ),
    Command(
        "alerts",
        "alerts.alerts",
        (
            Parameter("what", required=True, choices=("list", "snooze")),
            Parameter("light", flag="--light", metavar="LIGHT"),
            Parameter("record_kind", flag="--kind", metavar="KIND"),
            Parameter("id", flag="--id", metavar="ID"),
            Parameter("until", flag="--until", metavar="DAY"),
            _REASON,
            Parameter("all", Reads.FLAG, "--all", default=False),
        ),
    ),
    Command(
        "funds",
        "funds.funds_verb",
        (
            Parameter("what", required=True, choices=FUNDS),
            Parameter("id", metavar="ID"),
            Parameter("month", flag="--month", metavar="YYYY-MM"),
            Parameter("source", flag="--source", default="unit", choices=("unit", "department", "published")),
            Parameter("component", flag="--component", default="fixed", choices=("land", "fixed", "working")),
            Parameter("amount", flag="--amount", metavar="AMOUNT"),
            _REASON,
            Parameter("sheet_file", Reads.PATH, "--file", metavar="FILE"),
            Parameter("dry_run", Reads.FLAG, "--dry-run", default=False),
            Parameter("values", Reads.VALUES, "--json", metavar="FILE"),
        ),
    ),
    Command(
        "claim",
        "claims.claim",
        (
            Parameter("kind", required=True, choices=("company", "project")),
            _ID,
            Parameter("channel", flag="--channel", metavar="CHANNEL"),
            Parameter("evidence", flag="--evidence", metavar="TEXT"),
        ),
    ),
    Command(
        "check-claim",
        "claims.check",
        (
            Parameter("text", required=True, metavar="TEXT"),
            Parameter("credit_code", flag="--credit-code", default="", metavar="CODE"),
        ),
    ),
    Command("claim-reminders", "claims.reminders"),
    Command("clashes", "claims.clashes"),
    Command(
        "rule",
        "claims.rule",
        (
            Parameter("case", required=True, metavar="CASE"),
            Parameter("ruling", flag="--ruling", required=True, choices=RULINGS),
            Parameter("shares", Reads.TEXTS, "--share", required=True, metavar="UNIT=N"),
            Parameter("reason", flag="--reason", required=True, metavar="TEXT"),
            Parameter("landing_unit", flag="--landing-unit", metavar="UNIT"),
        ),
    ),
    Command(
        "import",
        "tables.import_table",
        (
            _FILE,
            _DRY_RUN,
            Parameter("mapping", Reads.VALUES, "--mapping", metavar="FILE"),
        ),
    ),
    Command("export", "tables.export", (_KIND, _FILE)),
    Command(
        "fill",
        "forms.fill",
        (
            _FILE,
            Parameter("fill_kind", flag="--kind", default="project", metavar="KIND"),
            Parameter("view", flag="--view", metavar="NAME"),
            Parameter("records", Reads.TEXTS, "--id", metavar="ID"),
            Parameter("table", flag="--table", metavar="TABLE"),
            Parameter("mapping", Reads.VALUES, "--mapping", metavar="FILE"),
            Parameter("filled_file", Reads.PATH, "--out", metavar="FILE"),
            _DRY_RUN,
        ),
    ),
    Command("read-card", "phone_book.read_card", (_FILE, _DRY_RUN)),
    Command("import-cards", "phone_book.import_cards", (_FILE, _DRY_RUN)),
    Command("export-cards", "phone_book.export_cards", (_FILE,)),
    Command("export-calendar", "phone_book.export_calendar", (_FILE,)),
    Command("circles", "circles.circles", (_ASKED, Parameter("id", metavar="ID"))),
    Command(
        "pack",
        "packs.pack",
        (
            Parameter("what", required=True, choices=("check", "try", "new", "diff")),
            Parameter("pack_parts", Reads.TEXTS, required=True, metavar="PACK"),
            Parameter("values", Reads.VALUES, "--json", metavar="FILE"),
        ),
    ),
    Command("doctor", "doctor.doctor"),
    Command(
        "demo",
        "demo.demo",
        (
            Parameter("dir", Reads.PATH, "--dir", metavar="DIR"),
            Parameter("headless", Reads.FLAG, "--headless", default=False),
        ),
        in_scripts=False,
    ),
    Command(
        "screenshots",
        "desktop.screenshots",
        (Parameter("out", Reads.PATH, "--out", required=True, metavar="DIR"), *_LOOK),
        in_scripts=False,
    ),
    Command("gui", "desktop.gui", in_scripts=False),
    Command("script", "scripts.script", (_FILE,), in_scripts=False),
    Command(
        "change-passphrase",
        "profiles.change_passphrase",
        (
            Parameter("new_passphrase_file", Reads.PATH, "--new-passphrase-file", metavar="FILE"),
            Parameter("to_keyring", Reads.FLAG, "--to-keyring", default=False),
        ),
        in_scripts=False,
    ),
    Command("version", "profiles.version"),
)

COMMANDS: Mapping[str, Command] = MappingProxyType({command.name: command for command in _ALL})
