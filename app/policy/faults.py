"""What is wrong with a policy pack: every fault with its file, its line and what to write instead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType

from app.errors import OutpostError
from app.i18n import Translator
from app.reasons import Reason

NOTHING_CALLED: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a pack's file; ``line`` counts from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; the text ``policy.fault.<code>`` says what it is and what to write instead."""

    code: str
    place: Place
    params: dict[str, object]

    @property
    def reason(self) -> Reason:
        """The fault as a sentence that is not yet in any language, without its place."""
        return Reason(f"policy.fault.{self.code}", self.params)

    def sentence(self, translator: Translator) -> str:
        """``routes.toml:12: …`` in the person's language."""
        return f"{self.place.file}:{self.place.line}: {translator.tr(self.reason.key, **self.params)}"


@dataclass(slots=True)
class Findings:
    """Collects faults, so that a person sees all of them at once and not one after the other."""

    faults: list[Fault] = field(default_factory=list)

    def add(self, code: str, place: Place, **params: object) -> None:
        """Note one fault."""
        self.faults.append(Fault(code, place, params))

    def unknown(
        self,
        code: str,
        place: Place,
        written: str,
        known: Iterable[str],
        *,
        called: Mapping[str, str] = NOTHING_CALLED,
        **params: object,
    ) -> None:
        """Note a name that is not one of ``known``; the nearest ones come first.

        ``called``: what people call them, for who writes 级别 where ``rank`` is asked.
        """
        names = sorted(known)
        alike = get_close_matches(written, called.values(), n=3, cutoff=0.5)
        meant = [name for name in names if called.get(name) in alike]
        near = [*meant, *(n for n in get_close_matches(written, names, n=3, cutoff=0.5) if n not in meant)]
        shown = near + [name for name in names if name not in near]
        self.add(code, place, written=written, known=", ".join(shown[:12]) or "—", **params)


class PackRefused(OutpostError):
    """A pack with faults; ``faults`` are all that were found, in the order of files and lines."""

    code = "pack_refused"

    def __init__(self, folder: str, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda one: (one.place.file, one.place.line)))
        first = self.faults[0]
        super().__init__(folder=folder, count=len(self.faults), file=first.place.file, line=first.place.line)


class PackMissing(OutpostError):
    """No pack of that name is shipped and no folder of that path holds one."""

    code = "pack_missing"


class PackEmpty(OutpostError):
    """A folder none of whose files ends in .toml: Notepad may have named them .toml.txt."""

    code = "pack_empty"
