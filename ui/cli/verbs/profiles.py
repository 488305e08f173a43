"""Commands on the profile itself: make one to work alone, change its passphrase, tell the version."""

from app import credentials, keyslot
from app.model.registry import SCHEMA
from app.profile import create_profile
from app.version import version as product_version
from sync.protocol.messages import PROTOCOL
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import NewPassphraseNeeded
from ui.cli.input import read_passphrase
from ui.cli.session import Session


def init(session: Session, arguments: Arguments) -> Answer:
    """Make a profile to work alone; it can be enrolled later."""
    make_profile(session, arguments["name"])
    return {"profile": str(session.folder), "name": session.desk.actor}


def make_profile(session: Session, name: str) -> None:
    """Make the session's profile: under a passphrase if one is given or typed, else under the keyring."""
    passphrase = session.passphrases.given()
    if passphrase is None and not credentials.available():
        passphrase = session.passphrases.new()
    profile = create_profile(
        session.folder, actor=name, passphrase=passphrase, language=session.translator.language
    )
    session.keep(profile)


def change_passphrase(session: Session, arguments: Arguments) -> Answer:
    """Wrap the store's key anew, under another passphrase or under the keyring."""
    by_passphrase = keyslot.slot_mode(session.folder) == "passphrase"
    old = session.passphrases.current() if by_passphrase else None
    new: str | None = None
    if not arguments["to_keyring"]:
        file = arguments["new_passphrase_file"]
        new = read_passphrase(str(file)) if file else session.passphrases.new()
        if new is None:
            raise NewPassphraseNeeded()
    keyslot.change_passphrase(session.folder, old, new)
    return {"mode": keyslot.slot_mode(session.folder)}


def version(session: Session, _: Arguments) -> Answer:
    """The versions that matter to support: product, sync protocol, record schema."""
    return {"version": product_version(), "protocol": PROTOCOL, "schema": SCHEMA}
