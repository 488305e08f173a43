"""One run of ``outpost``: the profile, opened when a command first wants it, and the way to headquarters."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from app.i18n import Translator
from ui.cli.passphrases import Passphrases

if TYPE_CHECKING:
    from app.profile import Profile
    from app.services.desk import Desk
    from sync.client.http_gateway import HttpGateway


@dataclass
class Session:
    """What commands work with. ``say`` writes a sentence to the person, never into the answer."""

    folder: Path
    translator: Translator
    passphrases: Passphrases
    say: Callable[[str], None]
    _profile: "Profile | None" = None
    _gateway: "HttpGateway | None" = None
    _open: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def profile(self) -> "Profile":
        """The profile, opened.

        Raises:
            as ``app.profile.open_profile``.
        """
        if self._profile is None:
            from app.profile import open_profile

            self.keep(open_profile(self.folder, passphrase_source=self.passphrases.current))
        assert self._profile is not None
        return self._profile

    @property
    def desk(self) -> "Desk":
        """Who works here, on what."""
        return self.profile.desk

    @property
    def opened(self) -> bool:
        """Whether the profile is open by now."""
        return self._profile is not None

    def keep(self, profile: "Profile") -> None:
        """Work with ``profile`` from now on and close it at the end; its log begins."""
        from app.logs import logging_to

        self._profile = profile
        self._open.callback(profile.close)
        self._open.enter_context(logging_to(profile.paths.logs))

    def gateway(self) -> "HttpGateway":
        """The way to headquarters, the same one all along: its token is bought once.

        Raises:
            NotEnrolled: this profile works alone.
        """
        if self._gateway is None:
            from sync.client.device import enrolment
            from sync.client.http_gateway import HttpGateway

            self._gateway = HttpGateway(enrolment(self.profile.store))
            self._open.callback(self._gateway.close)
        return self._gateway

    @property
    def language(self) -> str:
        """The person's language."""
        return self.translator.language

    def tr(self, key: str, /, **values: object) -> str:
        """A sentence in the person's language."""
        return self.translator.tr(key, **values)

    def close(self) -> None:
        """Let go of everything that was opened."""
        self._open.close()
        self._profile = self._gateway = None
