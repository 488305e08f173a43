"""Commands on policy packs: check one, try a case on it, begin one, compare two. No profile is opened."""

from dataclasses import asdict
from pathlib import Path

from app.policy.beginning import begin_pack
from app.policy.comparing import compare
from app.policy.faults import PackRefused
from app.policy.pack import Pack
from app.policy.shapes import SHAPES
from app.policy.shipped import load_pack
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import ParameterMissing, ParameterUnusable, StoppedHalfway
from ui.cli.session import Session
from ui.cli.verbs.pack_trials import TRIALS, try_about


def pack(session: Session, arguments: Arguments) -> Answer:
    """``check DIR``, ``try PACK ABOUT --json F``, ``new DIR`` or ``diff A B``."""
    parts: list[str] = arguments["pack_parts"]
    what = arguments["what"]
    if what == "try":
        return _try(session, parts, arguments)
    if what == "diff":
        return _diff(session, parts)
    if len(parts) > 1:
        raise ParameterUnusable(field="pack_parts", command="pack", name=parts[1][:40], wanted="PACK")
    if what == "new":
        return {"files": [str(path) for path in begin_pack(Path(parts[0]))]}
    return _checked(_load(session, parts[0]))


def _load(session: Session, named: str) -> Pack:
    """The pack, or every fault of it: to the person as sentences, in the answer by file and line."""
    try:
        return load_pack(named)
    except PackRefused as refused:
        for fault in refused.faults:
            session.say(fault.sentence(session.translator))
        told = [
            {
                "file": fault.place.file,
                "line": fault.place.line,
                "code": fault.code,
                "message": session.translator.tr(fault.reason.key, **fault.params),
            }
            for fault in refused.faults
        ]
        raise StoppedHalfway(refused, {"faults": told}) from refused


def _checked(pack: Pack) -> Answer:
    return {
        "pack": pack.id,
        "version": pack.version,
        "effective": pack.effective.isoformat(),
        "tables": {name: len(table.rows) for name, table in pack.tables.items()},
    }


def _try(session: Session, parts: list[str], arguments: Arguments) -> Answer:
    if len(parts) != 2 or parts[1] not in (*TRIALS, *SHAPES):
        wanted = f"PACK {'|'.join((*TRIALS, *(name for name in SHAPES if name not in TRIALS)))}"
        raise ParameterUnusable(field="pack_parts", command="pack try", name=" ".join(parts), wanted=wanted)
    if arguments["values"] is None:
        raise ParameterMissing(field="values", command="pack try", name="--json")
    found = _load(session, parts[0])
    told = try_about(found, parts[1], arguments["values"], session.translator)
    return {"pack": found.id, "version": found.version, "about": parts[1], **told}


def _diff(session: Session, parts: list[str]) -> Answer:
    if len(parts) != 2:
        raise ParameterMissing(field="pack_parts", command="pack diff", name="A B")
    found = compare(*(_load(session, named) for named in parts))
    return asdict(found)
