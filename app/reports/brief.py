"""一页纸: what one must know of a firm before one meets it, or of a whole trip (features.md 20).

Typed and without any look: ``app.reports.brief_html`` lays it out, the desktop draws it, the command line
prints it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice

from app.i18n import Translator
from app.model.outings import CALLED_OFF, PLANNED
from app.model.registry import KINDS
from app.model.row import Row
from app.policy.pack import Text
from app.reports.offer_facts import FACTS, PICTURES, TEXTS, fact, pictures_of
from app.reports.offer_facts import KIND as OFFER
from app.rules.outings import last_day
from app.rules.phones import display_phone
from app.rules.visit_order import by_day_and_place, in_order
from app.rules.visits import took_place
from app.store.reading import Filter
from app.store.store import Store

VISITS, PEOPLE, PROJECTS, OWED = 6, 6, 4, 8  # that fit on one page
LONGEST = 90  # letters of what was said
_YI = 10_000  # 万元


@dataclass(frozen=True, slots=True)
class Part:
    """A heading over lines, over a table whose first row is its head, or over pictures (bytes of image
    files); ``grave`` lines are marked.
    """

    heading: str
    lines: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    grave: frozenset[int] = frozenset()
    pictures: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: ``facts`` stand under the title in one line, ``foot`` says as of when."""

    title: str
    facts: tuple[str, ...]
    parts: tuple[Part, ...]
    foot: str


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, in which language, on which day."""

    store: Store
    tr: Translator
    today: date
    nodes: Mapping[str, Text] = field(default_factory=dict)
    """Title → what nodes of the pack's plans are called in both languages."""

    def rows(self, kind: str, *filters: Filter) -> list[Row]:
        """Live records that match."""
        return self.store.rows(kind, self.store.ids(kind, filters=filters))

    def title(self, row: Row) -> str:
        """What a record is called; nodes of a plan in the reader's language."""
        told = str(row[KINDS[row.kind].title_field] or "")
        text = self.nodes.get(told) if row.kind == "node" else None
        return told if text is None else text.said(self.tr.language)

    def says(self, key: str, **values: object) -> str:
        """A text of the catalogue ``brief``."""
        return self.tr.tr(f"brief.{key}", **values)

    def listed(self, names: Sequence[str] | None) -> str:
        """Names one after another, as the language sets them apart."""
        return self.tr.tr("ui.list_separator").join(names or ())

    def choice(self, kind: str, name: str, value: str | None) -> str:
        """A choice in words."""
        return self.tr.tr(KINDS[kind].fields[name].choice_key(value)) if value else ""

    def amount(self, value: Decimal | None) -> str:
        """An amount with its unit, in 亿元 from one 亿 on."""
        if value is None:
            return "—"
        if abs(value) >= _YI:
            return f"{value / _YI:,.2f} {self.tr.tr('ui.unit.yi')}"
        return f"{value:,.0f} {self.tr.tr('ui.unit.wan')}"


def sheets(asking: Asking, kind: str, id: str) -> list[Sheet]:
    """The pages for a company, a project, somebody, a visit; of a trip its plan, then one for each firm."""
    row = asking.store.get(kind, id)
    if row is None:
        return []
    if kind == OFFER:
        return [offer_sheet(asking, row)]
    if kind != "trip":
        company = _company_of(row)
        subject = asking.store.get("company", company) if company else None
        if subject is None and kind != "project":
            return [Sheet(str(row[KINDS[kind].title_field]), (), (), _foot(asking))]
        return [firm_sheet(asking, subject or row)]
    visits = _itinerary(asking, id)
    firms = list(dict.fromkeys(visit["company_id"] for visit in visits if visit["company_id"]))
    found = {one.id: one for one in asking.store.rows("company", firms)}
    known = [found[one] for one in firms if one in found]
    return [trip_sheet(asking, row, visits), *(firm_sheet(asking, one) for one in known)]


def firm_sheet(asking: Asking, row: Row) -> Sheet:
    """One page of a firm, or of a project that names none."""
    company = row if row.kind == "company" else None
    projects = [row] if company is None else _projects(asking, company)
    visits = _visits(asking, row)
    owed = _owed(asking, row, projects)
    parts = (
        _project_part(asking, projects),
        _people_part(asking, _people(asking, row)),
        _owed_part(asking, owed),
        _visit_part(asking, visits),
        _remember_part(asking, row, visits, owed),
    )
    return Sheet(str(row["name"]), _facts(asking, row), tuple(one for one in parts if one), _foot(asking))


def offer_sheet(asking: Asking, row: Row) -> Sheet:
    """One page of a project packaged for promotion (E1)."""
    tr = asking.tr.tr
    told = [(tr(f"field.offer.{name}"), fact(row, name, asking.tr)) for name in FACTS]
    said = [asking.says("fact", label=label, text=text) for label, text in told if text]
    lines = tuple("\u3000\u3000".join(said[at : at + 2]) for at in range(0, len(said), 2))
    texts = [Part(tr(f"field.offer.{name}"), tuple(row[name].splitlines())) for name in TEXTS if row[name]]
    pictures = tuple(islice(pictures_of(asking.store, row.id), PICTURES))
    album = [Part(tr("document.offer.pictures"), pictures=pictures)] if pictures else []
    parts = (Part(tr("document.offer.facts"), lines), *texts, *album)
    return Sheet(str(row["name"]), (), parts, _foot(asking))


def trip_sheet(asking: Asking, trip: Row, visits: Sequence[Row]) -> Sheet:
    """The plan of a trip: who, where, day by day."""
    says = asking.says
    last = last_day(trip["starts_on"], trip["ends_on"])
    days = (last - trip["starts_on"]).days + 1
    facts = [
        says("days", first=_day(asking, trip["starts_on"]), last=_day(asking, last), days=days),
        asking.listed(trip["cities"]),
        says("led_by", name=trip["leader"]) if trip["leader"] else "",
        says("with", names=asking.listed(trip["members"])) if trip["members"] else "",
    ]
    names = {one.id: str(one["name"]) for one in asking.store.rows("company", _ids(visits, "company_id"))}
    head = (says("when"), says("whom"), says("where"), says("what"))
    lines = [
        (
            " ".join(filter(None, (_day(asking, one["visited_on"]), one["time"]))),
            names.get(one["company_id"] or "", ""),
            one["place"] or "",
            one["subject"] or "",
        )
        for one in visits
    ]
    plan = Part(says("plan"), table=(head, *lines)) if lines else Part(says("plan"), (says("no_visits"),))
    purpose = Part(says("purpose"), (trip["purpose"],)) if trip["purpose"] else None
    parts = tuple(one for one in (purpose, plan) if one is not None)
    return Sheet(str(trip["title"]), tuple(one for one in facts if one), parts, _foot(asking))


# --- parts --------------------------------------------------------------------------------------------


def _facts(asking: Asking, row: Row) -> tuple[str, ...]:
    if row.kind != "company":
        return tuple(filter(None, (asking.choice("project", "stage", row["stage"]), row["place"] or "")))
    told = (row["industry"], row["city"], row["address"], row["credit_code"], row["website"])
    return tuple(str(one) for one in told if one)


def _project_part(asking: Asking, projects: Sequence[Row]) -> Part | None:
    if not projects:
        return None
    says = asking.says
    head = (says("project"), says("stage"), says("investment"), says("land"), says("intensity"))
    lines = [
        (
            str(one["name"]),
            asking.choice("project", "stage", one["stage"]),
            asking.amount(one["investment"]),
            f"{one['land']:f} {asking.tr.tr('ui.unit.mu')}" if one["land"] else "—",
            _intensity(asking, one),
        )
        for one in projects[:PROJECTS]
    ]
    return Part(says("projects"), table=(head, *lines))


def _people_part(asking: Asking, people: Sequence[Row]) -> Part | None:
    if not people:
        return None
    says = asking.says
    head = (says("person"), says("title_of"), says("phone"), says("from"), says("last_contact"))
    lines = [
        (
            str(one["name"]),
            one["title"] or "",
            display_phone(one["phones"][0]) if one["phones"] else "",
            one["hometown"] or "",
            _day(asking, one["last_contact_on"]) if one["last_contact_on"] else asking.says("never"),
        )
        for one in people[:PEOPLE]
    ]
    return Part(says("people"), table=(head, *lines))


def _owed_part(asking: Asking, owed: Sequence[Row]) -> Part | None:
    if not owed:
        return None
    says, today = asking.says, asking.today
    lines, grave = [], set()
    for number, one in enumerate(owed[:OWED]):
        due = one["due_on"]
        late = due is not None and due < today
        grave |= {number} if late else set()
        sort = says(f"promise_{one['side']}") if one.kind == "promise" else says("step")
        when = says("no_day") if due is None else says("late" if late else "due", day=_day(asking, due))
        owner = says("owner", name=one["owner"]) if one["owner"] else ""
        lines.append(" · ".join(filter(None, (says("of", sort=sort, title=one["title"]), when, owner))))
    return Part(says("owed"), tuple(lines), grave=frozenset(grave))


def _visit_part(asking: Asking, visits: Sequence[Row]) -> Part | None:
    made = [one for one in visits if took_place(one.values)]
    if not made:
        return Part(asking.says("visits"), (asking.says("first_time"),))
    lines = []
    for one in made[:VISITS]:
        who = asking.listed(one["our_people"])
        kind = asking.choice("visit", "kind", one["kind"])
        said = " ".join((one["content"] or one["subject"] or "").split())
        said = said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"
        lines.append(" · ".join(filter(None, (_day(asking, one["visited_on"]), kind, who, said))))
    return Part(asking.says("visits"), tuple(lines))


def _remember_part(asking: Asking, row: Row, visits: Sequence[Row], owed: Sequence[Row]) -> Part | None:
    """What not to forget: what is late, what is missing, what the notes say."""
    says, today = asking.says, asking.today
    late = [one for one in owed if one["due_on"] and one["due_on"] < today]
    lines = [says("say_why", count=len(late))] if late else []
    if row.kind == "company":
        if not row["credit_code"]:
            lines.append(says("ask_code"))
        people = _people(asking, row)
        if people and not any(one["phones"] for one in people):
            lines.append(says("ask_phone"))
    planned = [one for one in visits if one["state"] == PLANNED and one["visited_on"] >= today]
    planned.sort(key=by_day_and_place)
    lines += [says("agreed", what=one["subject"]) for one in planned[:1] if one["subject"] != row["name"]]
    lines += [line for line in (row["note"] or "").splitlines()[:3] if line.strip()]
    return Part(says("remember"), tuple(lines)) if lines else None


# --- reading ------------------------------------------------------------------------------------------


def _company_of(row: Row) -> str:
    name = {"project": "investor_id", "visit": "company_id", "contact": "company_id"}.get(row.kind, "")
    return row.id if row.kind == "company" else str(row[name] or "") if name else ""


def _itinerary(asking: Asking, trip: str) -> list[Row]:
    rows = [one for one in asking.rows("visit", Filter("trip_id", "eq", trip)) if one["state"] != CALLED_OFF]
    return in_order(rows)


def _projects(asking: Asking, company: Row) -> list[Row]:
    rows = asking.rows("project", Filter("investor_id", "eq", company.id))
    return sorted(rows, key=lambda one: (one["stage"] in ("paused", "lost"), one.id))


def _people(asking: Asking, row: Row) -> list[Row]:
    if row.kind != "company":
        return asking.store.rows("contact", row["contact_ids"] or [])
    rows = asking.rows("contact", Filter("company_id", "eq", row.id))
    return sorted(rows, key=_by_day("last_contact_on"), reverse=True)


def _visits(asking: Asking, row: Row) -> list[Row]:
    field = "company_id" if row.kind == "company" else "project_id"
    rows = [one for one in asking.rows("visit", Filter(field, "eq", row.id)) if one["state"] != CALLED_OFF]
    return sorted(rows, key=_by_day("visited_on"), reverse=True)


def _owed(asking: Asking, row: Row, projects: Sequence[Row]) -> list[Row]:
    """Open promises and next steps of the firm and its projects, what is late first."""
    found: dict[str, Row] = {}
    for kind, closed in (("promise", "closed_on"), ("next_step", "done_on")):
        own = [Filter("company_id", "eq", row.id)] if row.kind == "company" else []
        for one in [*own, Filter("project_id", "in", tuple(one.id for one in projects))]:
            found |= {made.id: made for made in asking.rows(kind, one, Filter(closed, "empty"))}
    return sorted(found.values(), key=lambda one: (one["due_on"] or date.max, one.id))


def _by_day(name: str) -> Callable[[Row], tuple[date, str]]:
    return lambda row: (row[name] or date.min, row.id)


def _ids(rows: Sequence[Row], name: str) -> list[str]:
    return list(dict.fromkeys(row[name] for row in rows if row[name]))


def _intensity(asking: Asking, project: Mapping[str, object] | Row) -> str:
    investment, land = project["investment"], project["land"]
    if not isinstance(investment, Decimal) or not isinstance(land, Decimal) or not land:
        return "—"
    return asking.says("per_mu", amount=f"{investment / land:,.1f}")


def _day(asking: Asking, day: date) -> str:
    return asking.says("day", year=day.year, month=day.month, day=day.day)


def _foot(asking: Asking) -> str:
    return asking.says("as_of", day=_day(asking, asking.today))
