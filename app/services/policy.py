"""Which policy pack this laptop works by."""

from app.policy.pack import Pack
from app.policy.shipped import shipped_names, shipped_pack
from app.services.desk import Desk
from app.store.work import PACK

DEFAULT = "default"


def pack_of(desk: Desk) -> Pack:
    """The pack that headquarters judges by; the default one before it said so, or where it is unknown."""
    name = desk.store.remembered(PACK)
    return shipped_pack(name if name in shipped_names() else DEFAULT)
