"""Which tables a pack may hold and what their columns mean; whatever else stands in a pack is a fault."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Holds(StrEnum):
    """What the cells of a result column are."""

    PERCENT = "percent"  # 0 % to 100 %, kept as a fraction of one
    NUMBER = "number"
    FLAG = "yes/no"
    WORD = "word"
    WORDS = "words"
    FACT = "fact"
    WAY = "way"
    MEASURE = "measure"
    ALERT_UNIT = "unit"
    COUNT = "whole number"
    RECORD = "record"  # a kind of record that a condition looks at
    TEST = "test"
    DAY_FIELD = "date field"  # of a project
    CLOCK = "clock"
    FORECAST = "forecast"
    TEXT = "text"
    GATE = "gate"
    MARKING = "marking"  # how an indicator gives points


@dataclass(frozen=True, slots=True)
class Column:
    """A result column; ``words`` is the vocabulary of a word. ``required``: the table must have it and every
    row must fill it.
    """

    name: str
    holds: Holds
    words: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Shape:
    """One table. ``decides``: it has condition columns, and exactly one row must answer any case.
    ``ids``: the fixed set a row's id must be of, if any.
    """

    name: str
    results: tuple[Column, ...]
    decides: bool = True
    ids: tuple[str, ...] = ()
    complete: bool = False  # every one of ``ids`` must have its row
    settings: tuple[str, ...] = ()
    named: str = ""  # the vocabulary that says what each row is called
    adds: bool = False  # what a pack writes is added to its base's rows and does not replace them all


# What a project count or sum is called; a rate is one over the other (C6, C3).
MEASURES = (
    *("signed", "fulfilled", "started", "producing", "landed", "contract_capital", "funds_in_place"),
    *("out_of_province_funds", "foreign_capital", "contract_capital_target", "funds_in_place_target"),
    *("out_of_province_funds_target", "foreign_capital_target", "tax_returned", "tax_returned_target"),
)
# systems.md D1.
ALERTS = (
    *("lead_not_answered", "lead_not_screened", "lead_not_fed_back", "talks_not_reported"),
    *(
        "talks_without_progress",
        "node_overdue",
        "signed_not_landed",
        "started_not_on_books",
        "investment_behind_plan",
    ),
    *("project_not_updated", "squad_days_behind", "leader_not_on_site", "assignment_due", "promise_due"),
    *("instalment_overdue", "approval_waiting", "contact_silent", "laptop_not_synced"),
)
ALERT_UNITS = ("working_days", "days", "weeks", "months", "points", "percent", "cadences")
# What a condition of a stage looks at (B1): the project, what hangs on it, or the move itself.
LOOKED_AT = (
    *("project", "visit", "next_step", "node", "team_member", "listing", "attachment"),
    *("review", "agenda_item", "approval", "service_item", "contract", "instalment"),
    "stage_move",
)
TESTS = ("filled", "at_least", "is")
# Where less is worse, red lies below yellow.
FALLING_ALERTS = ("squad_days_behind",)
# Where the figure is the time still left: red when it has run out.
COUNTDOWN_ALERTS = ("project_not_updated", "assignment_due", "promise_due")
# When an item is asked (B3, B7, B12): before talks go far, before the project is assessed, at the site visit.
GATES = ("entry", "pre_review", "site_visit")
# 四高: 投资强度 and 产出强度 in 万元 for each 亩, 科技含量 and 产业关联度 in percent (feature 5).
HIGHS = ("intensity", "output", "technology", "linkage")
# How the points of an indicator are reckoned (feature 56).
INDICATOR_METHODS = ("efficacy", "share", "ranks", "steps")
# How the time gone of a target's period is told, and what its forecast goes by (C3).
CLOCKS = ("months", "days")
FORECASTS = ("pace", "recent")
# As ``app.model.records`` has them; a test holds the two together. Loading a pack needs no records.
STAGES = (
    *("lead", "negotiating", "assessed", "approved", "signed", "landed"),
    *("construction", "completed", "producing", "on_books", "paused", "lost"),
)

_WHY = Column("why", Holds.WORD, "why", required=False)
_VERDICT = (Column("verdict", Holds.WORD, "verdict"),)

_ALL = (
    Shape("routes", (Column("route", Holds.WAY),), settings=("ladders", "raised_by", "mixed", "ways")),  # B5
    Shape(
        "coefficients",  # C2
        (
            Column("coefficient", Holds.PERCENT, required=False),
            Column("basis", Holds.FACT, required=False),
            _WHY,
        ),
    ),
    Shape(
        "placement",  # B10, C10
        (
            Column("counts", Holds.FLAG),
            Column("unit_share", Holds.PERCENT, required=False),
            Column("county_share", Holds.PERCENT, required=False),
            Column("site", Holds.WORD, "site", required=False),
            _WHY,
        ),
    ),
    Shape("enclave", (Column("brought", Holds.PERCENT), _WHY)),  # C13: of taxes, the rest is where it landed
    Shape(
        "continuations",  # feature 30: what counts of a project that follows on an earlier one
        (
            Column("counts", Holds.FLAG),
            Column("added_only", Holds.FLAG),
            Column("earlier_funds", Holds.FLAG),
            _WHY,
        ),
    ),
    Shape("late_updates", (Column("deduction", Holds.NUMBER), _WHY)),  # D1: points off, a project and tally
    Shape("scores", (Column("points", Holds.NUMBER), _WHY)),  # C5
    Shape(
        "lead_points",
        (Column("points", Holds.NUMBER),),
        decides=False,
        ids=("quota_met", "each_beyond"),
        complete=True,
    ),
    Shape("quota", (Column("due", Holds.NUMBER),)),  # A2
    Shape("squad.composition", _VERDICT),  # A7
    Shape("squad.days", _VERDICT),
    Shape("squad.escalation", _VERDICT),
    Shape(
        "stages",  # B1
        (
            Column("phase", Holds.WORD, "phase", required=False),
            Column("needs", Holds.WORDS, "requirement", required=False),
            Column("exits", Holds.WORDS, "requirement", required=False),
        ),
        decides=False,
        ids=STAGES,
        complete=True,
    ),
    Shape(
        "conditions",  # B1: what each requirement looks at
        (
            Column("kind", Holds.RECORD),
            Column("field", Holds.TEXT, required=False),
            Column("test", Holds.TEST),
            Column("value", Holds.TEXT, required=False),
        ),
        decides=False,
        named="requirement",
        adds=True,
    ),
    Shape(
        "exit_reasons",  # feature 31
        (Column("paused", Holds.FLAG), Column("lost", Holds.FLAG)),
        decides=False,
        named="exit_reason",
    ),
    Shape(
        "node_plan",  # B2
        (
            Column("plan", Holds.WORD, "plan"),
            Column("node", Holds.WORD, "node"),
            Column("fact", Holds.DAY_FIELD, required=False),
            Column("days", Holds.COUNT),
            Column("weight", Holds.COUNT),
        ),
        decides=False,
    ),
    Shape(
        "rates",  # C6, C3
        (
            Column("over", Holds.MEASURE),
            Column("under", Holds.MEASURE),
            Column("places", Holds.NUMBER),
        ),
        decides=False,
        named="rate",
    ),
    Shape(
        "targets",  # C3, A6
        (
            Column("months", Holds.COUNT),
            Column("clock", Holds.CLOCK),
            Column("forecast", Holds.FORECAST),
            Column("window", Holds.COUNT, required=False),
            Column("amount", Holds.NUMBER, required=False),
            Column("places", Holds.COUNT),
        ),
        decides=False,
        ids=("year", "half", "term"),
        complete=True,
    ),
    Shape(
        "credits",  # A14: what part of points and of amounts each credit carries
        (Column("points", Holds.PERCENT), Column("amounts", Holds.PERCENT)),
        decides=False,
        ids=("first_report", "first_talks", "landing"),
        complete=True,
    ),
    Shape(
        "funds",  # C11: how large each fund is and how much one project may have, 万元
        (Column("size", Holds.NUMBER), Column("per_project", Holds.NUMBER, required=False)),
        decides=False,
        named="fund",
    ),
    Shape(
        "sizes",  # C4: from which investment a project belongs to a class, and of which kinds
        (Column("investment", Holds.NUMBER), Column("kinds", Holds.WORDS, "kind", required=False)),
        decides=False,
        named="size",
    ),
    Shape(
        "ranking",  # C7
        (
            Column("measure", Holds.MEASURE),
            Column("per", Holds.MEASURE, required=False),
            Column("places", Holds.COUNT),
        ),
        decides=False,
        named="ranking",
    ),
    Shape(
        "indicators",  # feature 56: points by indicator; which columns a method needs: ``indicator_checks``
        (
            Column("measure", Holds.MEASURE),
            Column("per", Holds.MEASURE, required=False),
            Column("method", Holds.MARKING),
            Column("full", Holds.NUMBER),
            *(Column(name, Holds.NUMBER, required=False) for name in ("base", "span", "low", "high")),
            *(Column(name, Holds.NUMBER, required=False) for name in ("step", "floor", "cap")),
        ),
        decides=False,
        named="indicator",
    ),
    Shape(
        "indicator_steps",  # from a figure up so many points
        (
            Column("indicator", Holds.WORD, "indicator"),
            Column("from", Holds.NUMBER),
            Column("points", Holds.NUMBER),
        ),
        decides=False,
    ),
    Shape(
        "four_highs",  # feature 5: from where on each of the four is high
        (Column("reach", Holds.NUMBER),),
        decides=False,
        ids=HIGHS,
    ),
    Shape("grade", (Column("grade", Holds.WORD, "lead_grade"), _WHY)),
    Shape(
        "negative_list",  # feature 5, B12: what is not wanted, by words of its name, industry or summary
        (Column("contains", Holds.TEXT),),
        decides=False,
        named="negative",
    ),
    Shape("standing", _VERDICT),  # C7: who is last
    Shape(
        "appraisal.rounds",  # D5: who is praised and named, and how many questionnaires are the least
        tuple(Column(name, Holds.COUNT) for name in ("praised", "named", "least", "places")),
        decides=False,
        ids=("half",),
        complete=True,
    ),
    Shape("appraisal.grades", (Column("mark", Holds.NUMBER),), decides=False, named="grade"),  # D5: of 100
    Shape("appraisal.standing", _VERDICT),  # D5: what follows
    Shape("office.staff", _VERDICT),  # A6
    Shape("agents.kept", _VERDICT),  # A10
    Shape("offers.kept", _VERDICT),  # E1: key projects packaged, of one industry
    Shape("merit.projects", (Column("counts", Holds.FLAG),)),  # C8
    Shape("merit.verdict", (*_VERDICT, _WHY)),
    Shape(
        "rewards",  # C9
        (
            Column("paid", Holds.FLAG),
            Column("heads_share", Holds.PERCENT, required=False),
            Column("heads", Holds.COUNT, required=False),
            _WHY,
        ),
    ),
    Shape(
        "reviews",  # B3, B12: items that get a verdict, from a total investment (万元) up
        (
            Column("gate", Holds.GATE),
            Column("from", Holds.NUMBER, required=False),
            Column("threshold", Holds.WORD, "threshold", required=False),
        ),
        decides=False,
        named="review",
    ),
    Shape("services", (Column("limit", Holds.COUNT),), decides=False, named="service"),  # B11, working days
    Shape(
        "alerts",  # D1
        (
            Column("unit", Holds.ALERT_UNIT),
            Column("yellow", Holds.NUMBER),
            Column("red", Holds.NUMBER),
        ),
        decides=False,
        ids=ALERTS,
    ),
)

SHAPES: Mapping[str, Shape] = MappingProxyType({shape.name: shape for shape in _ALL})

# Vocabularies that condition columns use: a pack that writes one replaces its base's, for a table must answer
# each of its words. All others only give names, and a pack adds to its base's.
CLOSED_WORDS = ("category", "kind", "place", "brought_by", "rank", "role", "continues")
OPEN_WORDS = (
    *("step", "why", "verdict", "site", "requirement", "phase", "rate", "exit_reason", "node", "plan"),
    *(
        "ranking",
        "fund",
        "size",
        "review",
        "threshold",
        "service",
        "grade",
        "indicator",
        "lead_grade",
        "negative",
    ),
)
