"""An application's route in words: its name, its steps, why it is this one, and by which document."""

from app.errors import OutpostError
from app.i18n import Translator
from app.policy.explaining import conditions_said
from app.policy.pack import Pack
from app.policy.shipped import shipped_names, shipped_pack
from app.rules.approvals import RouteSaid, computed
from app.rules.requirements import Values


def route_said(approval: Values, translator: Translator, pack_in_force: Pack) -> RouteSaid:
    """The stored route, in the words of the pack it was computed under; raw words where that is unknown."""
    basis = approval.get("basis") if isinstance(approval.get("basis"), dict) else {}
    assert isinstance(basis, dict)
    route, steps = str(approval.get("route") or ""), approval.get("steps")
    words = tuple(str(step) for step in steps) if isinstance(steps, list) else ()
    version = f"{basis.get('pack') or ''} {basis.get('version') or ''}".strip()
    pack = _named(str(basis.get("pack") or ""), pack_in_force)
    if pack is None:
        return RouteSaid(route, words, "", str(basis.get("source") or ""), version)
    way = pack.routes.ways.get(route)
    named = pack.words.get("step", {})
    said = translator.language
    return RouteSaid(
        way.name.said(said) if way else route,
        tuple(named[word].said(said) if word in named else word for word in words),
        _why(pack, basis, translator),
        _source(pack, str(basis.get("source") or ""), said),
        f"{pack.name.said(said)} v{basis.get('version')}",
        translator.tr("policy.and").join(_categories(pack, approval, said)),
    )


def preview(pack: Pack, values: Values, translator: Translator) -> RouteSaid | OutpostError:
    """The route that ``values`` would get, or what keeps it from being told."""
    try:
        return route_said({**values, **computed(pack, values)}, translator, pack)
    except OutpostError as error:
        return error


def facts_asked(pack: Pack) -> tuple[str, ...]:
    """The facts that decide the route, in the order of the table's columns, with what raises it."""
    table = pack.tables.get("routes")
    names = [fact.name for fact in table.facts] if table else []
    raised = pack.routes.raised_by
    return tuple(dict.fromkeys([*names, *([raised] if raised else [])]))


def _categories(pack: Pack, approval: Values, language: str) -> list[str]:
    named = pack.words.get("category", {})
    return [named[one].said(language) for one in approval.get("categories") or () if one in named]


def _named(id: str, pack_in_force: Pack) -> Pack | None:
    if pack_in_force.id == id:
        return pack_in_force
    return shipped_pack(id) if id in shipped_names() else None


def _why(pack: Pack, basis: dict[str, object], translator: Translator) -> str:
    row = pack.table("routes").row(str(basis.get("row") or ""))
    said = [conditions_said(pack, row, translator)] if row is not None else []
    if raised := pack.routes.ways.get(str(basis.get("raised_from") or "")):
        said.append(translator.tr("policy.raised", way=raised.name.said(translator.language)))
    if basis.get("at_top"):
        said.append(translator.tr("policy.at_top"))
    return translator.tr("policy.and").join(said)


def _source(pack: Pack, reference: str, language: str) -> str:
    id = reference.split(" ")[0]
    return pack.source_text(reference, language) if id in pack.sources else reference
