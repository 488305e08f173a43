"""Lines that were begun and not saved: kept as typed, so that a crash or a call in between loses nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.model.identity import operation_id
from app.services.desk import Desk

PREFIX = "capture.draft."
FORM = "draft."
"""Before the kind: where the form of a new record keeps what was typed."""
_FILE = ("name", "sha256", "size", "media_type", "note", "thumbnail_sha256", "thumbnail_size")


@dataclass(frozen=True, slots=True)
class Draft:
    """A line with what was set right in it and the files dropped on it; ``name`` is that of its setting."""

    name: str
    text: str
    corrections: Sequence[Mapping[str, Any]] = ()
    files: Sequence[Mapping[str, Any]] = ()
    at: str = ""
    chosen: Mapping[str, Any] = field(default_factory=dict)

    @property
    def moment(self) -> datetime | None:
        """When it was last typed into."""
        return datetime.fromisoformat(self.at) if self.at else None

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it to lose."""
        return not (self.text.strip() or self.files)


def new_draft(desk: Desk, text: str = "") -> Draft:
    """A draft that nothing is kept of yet."""
    return Draft(PREFIX + operation_id(desk.store.randomness), text)


def keep_draft(desk: Desk, draft: Draft) -> None:
    """Keep it as it stands; an empty one is forgotten."""
    if draft.empty:
        drop_draft(desk, draft)
        return
    kept = {
        "text": draft.text,
        "corrections": [dict(one) for one in draft.corrections],
        "files": [{name: file.get(name) for name in _FILE} for file in draft.files],
        "chosen": dict(draft.chosen),
        "at": desk.store.clock().isoformat(),
    }
    desk.store.settings.set(draft.name, kept)


def drop_draft(desk: Desk, draft: Draft) -> None:
    """Forget it: it was saved, or thrown away."""
    desk.store.settings.remove(draft.name)


def drafts(desk: Desk) -> list[Draft]:
    """Every line that was begun, the newest first."""
    found = [_restored(name, desk.store.settings.get(name)) for name in desk.store.settings.names(PREFIX)]
    return sorted((one for one in found if one is not None), key=lambda one: one.at, reverse=True)


def begun_forms(desk: Desk) -> list[str]:
    """The kinds whose form was begun and not saved."""
    settings = desk.store.settings
    return [name.removeprefix(FORM) for name in settings.names(FORM) if settings.get(name)]


def drop_form(desk: Desk, kind: str) -> object:
    """Forget what was typed into a form; what it was is returned, for a way back."""
    kept = desk.store.settings.get(FORM + kind)
    desk.store.settings.remove(FORM + kind)
    return kept


def _restored(name: str, kept: object) -> Draft | None:
    if not isinstance(kept, dict):
        return None
    chosen = kept.get("chosen")
    draft = Draft(
        name,
        str(kept.get("text", "")),
        [one for one in kept.get("corrections", []) if isinstance(one, dict)],
        [one for one in kept.get("files", []) if isinstance(one, dict) and one.get("sha256")],
        str(kept.get("at", "")),
        chosen if isinstance(chosen, dict) else {},
    )
    return None if draft.empty else draft
