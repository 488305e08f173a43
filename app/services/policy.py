"""Which policy pack this laptop works by."""

from app.policy.pack import Pack
from app.policy.shipped import shipped_names, shipped_pack
from app.services.desk import Desk

DEFAULT = "default"
SETTING = "policy.pack"


def pack_of(desk: Desk) -> Pack:
    """The pack chosen for this profile; the default one where the chosen is not shipped any more."""
    name = desk.store.settings.get(SETTING, DEFAULT)
    return shipped_pack(name if name in shipped_names() else DEFAULT)
