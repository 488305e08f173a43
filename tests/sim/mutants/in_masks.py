"""Deliberate bugs in what a leader sees of other units' people, and in what becomes of it."""

from typing import Any

import pytest

from app.rules import masking
from sync.hq import offers, permits, pull, scope_changes
from sync.hq.permits import Permits
from sync.hq.scopes import Scope

Patch = pytest.MonkeyPatch


def unmasked(patch: Patch) -> None:
    """A page is sent as it is to people who may see only masks."""
    patch.setattr(pull, "masked", lambda kind, doc: doc)


def cards_unmasked(patch: Patch) -> None:
    """Of people the numbers are masked, of cards about them they are not."""
    real = masking.masked
    patch.setattr(pull, "masked", lambda kind, doc: doc if kind == "conflict" else real(kind, doc))


def masks_offered(patch: Patch) -> None:
    """What a leader saw through masks is taken for what a restored headquarters lost."""
    patch.setattr(offers, "_is_masked", lambda operation: False)


def masked_may_write(patch: Patch) -> None:
    """Whoever sees a unit through masks may change it."""
    patch.setattr(permits, "writes_masks", lambda kind, changes: False)
    real = Permits.refusal

    def refusal(self: Permits, operation: Any, held: Any) -> Any:
        refused = real(self, operation, held)
        return None if refused is permits.READ_ONLY else refused

    patch.setattr(Permits, "refusal", refusal)


def opened_stays_masked(patch: Patch) -> None:
    """A unit that is opened to a leader is not sent anew: the masks stay."""
    before = scope_changes.reading

    def reading(connection: Any, tenant: int, visible: Scope, position: Any) -> Any:
        found = before(connection, tenant, visible, position)
        return found if visible.rest == "none" else scope_changes.Reading(found.after)

    patch.setattr(scope_changes, "reading", reading)
