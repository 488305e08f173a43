"""Scenario ``damage`` (trust.md R11): flipped bits, zeroed pages and cut ends, in the store and its files.

Damage of the main file and of attachments must be reported, by opening or by the doctor; nothing may crash.
What a damaged write-ahead log takes away must be noticed by the counter beside the file.
"""

import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.services.attaching import attach_bytes
from app.services.desk import Desk
from app.store.database import PAGE
from app.store.errors import StoreError
from app.store.notices import WRITES_LOST
from app.store.raw import DATABASE_NAME
from app.store.store import Store
from tests.faults.client import open_store
from tests.faults.laptops import KEY, LaptopOnDisk, new_laptop, outbox_of
from tests.faults.outcome import Outcome, Setting


class Finding(msgspec.Struct, frozen=True):
    """What opening a damaged store came to: ``report`` "" where no damage was found.

    ``told``: whether the store has a notice that saved changes are gone.
    """

    report: str
    operations: int = -1
    content: str = ""
    told: bool = False


@dataclass(frozen=True)
class Sound:
    """The store before anything was done to it: closed, and as a power cut leaves it, with its log."""

    closed: Path
    with_log: Path
    operations: int
    content: str


Harm = Callable[[random.Random, bytearray], bytearray]
Plan = Mapping[Harm, int]


def flipped(chance: random.Random, body: bytearray) -> bytearray:
    """One bit."""
    body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    return body


def zeroed(chance: random.Random, body: bytearray) -> bytearray:
    """One page of zeros."""
    start = chance.randrange(max(1, len(body) // PAGE)) * PAGE
    body[start : start + PAGE] = bytes(len(body[start : start + PAGE]))
    return body


def cut(chance: random.Random, body: bytearray) -> bytearray:
    """Without its end."""
    return body[: chance.randrange(len(body))]


def cut_at_page(chance: random.Random, body: bytearray) -> bytearray:
    """Without its last whole pages."""
    return body[: chance.randrange(1, len(body) // PAGE) * PAGE]


def emptied(_chance: random.Random, _body: bytearray) -> bytearray:
    """Nothing left."""
    return bytearray()


def damage(setting: Setting) -> Iterator[Outcome]:
    """The main file, without and with a log beside it; attachments; the log."""
    sound, few = _sound(setting), setting.pick(10, 1)
    with_log: Plan = {flipped: 20 // few, zeroed: 20 // few}
    main: Plan = {flipped: 60 // few, zeroed: 40 // few, cut: 30 // few, cut_at_page: 30 // few}
    with Inspectors() as inspectors:

        def trials(name: str) -> Trials:
            return Trials(setting, f"damage.{name}", inspectors)

        yield _main_file(trials("main"), sound, sound.closed, main)
        yield _main_file(trials("main_with_log"), sound, sound.with_log, with_log)
        yield _attachments(trials("attachments"), sound, setting.pick(1, 15))
        yield _log(trials("log"), sound, {flipped: 40 // few, cut: 40 // few, emptied: 1})


def _sound(setting: Setting) -> Sound:
    laptop = new_laptop(setting.folder / "sound", "周敏")
    closed, with_log = setting.folder / "closed", setting.folder / "with-log"
    with laptop.opened() as store:
        _fill(store, setting, "甲", 60)
    shutil.copytree(laptop.folder, closed)
    with laptop.opened() as store:
        _fill(store, setting, "乙", 25)  # short enough for all of it to lie in the log
        shutil.copytree(laptop.folder, with_log)
        return Sound(closed, with_log, len(outbox_of(store)), store.content_hash())


def _fill(store: Store, setting: Setting, mark: str, saves: int) -> None:
    chance = setting.random(f"damage {mark}")
    company = ""
    for number in range(saves):
        with store.write(actor="周敏", label="create") as work:
            company = work.create("company", {"name": f"{mark}{number}", "note": "备注" * 300})
    for number in range(saves // 10):
        content = chance.randbytes(chance.randrange(1, 200_000))
        attach_bytes(Desk(store, "周敏"), "company", company, iter([content]), name=f"{mark}{number}.jpg")


# --- looking -------------------------------------------------------------------------------------------


class Inspectors:
    """Opens damaged stores in processes of their own, so that one that crashes is seen."""

    def __init__(self) -> None:
        self.crashes = 0
        self._process = self._started()

    def __enter__(self) -> "Inspectors":
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def look(self, folder: Path) -> Finding:
        """What a start of the program and the doctor say about the store in ``folder``."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{folder}\n".encode())
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if answer:
            return msgspec.json.decode(answer, type=Finding)
        self.crashes += 1
        code = self._process.wait()
        self._end()
        self._process = self._started()
        return Finding(f"crash {code}")

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.faults.damage"]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def _end(self) -> None:
        self._process.communicate()


def inspect(folder: Path) -> Finding:
    """Open, ask the doctor, and count what is there."""
    laptop = LaptopOnDisk("周敏", folder)
    try:
        store = open_store(laptop.database, KEY)
    except StoreError as error:
        return Finding(error.code)
    try:
        problems = store.integrity()
        if problems:
            return Finding(f"doctor:{problems[0].code}")
        told = any(notice.code == WRITES_LOST for notice in store.notices())
        return Finding("", len(outbox_of(store)), store.content_hash(), told)
    except StoreError as error:
        return Finding(f"doctor:{error.code}")
    finally:
        store.close()


# --- harming -------------------------------------------------------------------------------------------


class Trials:
    """Trials of one kind: copies of a store that are harmed and looked at."""

    def __init__(self, setting: Setting, name: str, inspectors: Inspectors) -> None:
        self.seen: Counter[str] = Counter()
        self.violations: list[str] = []
        self.chance = setting.random(name)
        self._name = name
        self._inspectors = inspectors
        self._crashes = inspectors.crashes
        self._folder = setting.folder / "patient"
        self._began = time.monotonic()

    def copied(self, original: Path) -> Path:
        """A fresh copy of the store to harm."""
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(original, self._folder)
        return self._folder

    def harmed(self, path: Path, harm: Harm) -> Finding:
        """What is said about the copy after ``path`` in it was harmed."""
        path.write_bytes(harm(self.chance, bytearray(path.read_bytes())))
        return self.looked_at()

    def looked_at(self) -> Finding:
        """What is said about the copy as it is."""
        return self._inspectors.look(self._folder)

    def outcome(self, **more: object) -> Outcome:
        """Everything counted."""
        crashes = self._inspectors.crashes - self._crashes
        if crashes:
            self.violations.append(f"{crashes} crashes of the interpreter")
        told = dict(sorted(self.seen.items()))
        seconds = round(time.monotonic() - self._began)
        figures = {"trials": self.seen.total(), "crashes": crashes, **told, **more, "seconds": seconds}
        return Outcome(self._name, figures, self.violations)


def _main_file(trials: Trials, sound: Sound, original: Path, plan: Plan) -> Outcome:
    for harm, count in plan.items():
        for number in range(count):
            finding = trials.harmed(trials.copied(original) / DATABASE_NAME, harm)
            healed = not finding.report and finding.content == sound.content
            trials.seen["healed_by_the_log" if healed else finding.report or "UNREPORTED"] += 1
            if not finding.report and not healed:
                trials.violations.append(f"{harm.__name__} {number}: nothing was reported")
    return trials.outcome()


def _attachments(trials: Trials, sound: Sound, count: int) -> Outcome:
    for harm in (flipped, cut, emptied, None):
        for number in range(count):
            files = trials.copied(sound.closed) / "files"
            path = trials.chance.choice(sorted(files.rglob("*.sealed")))
            if harm is None:
                path.unlink()
            finding = trials.harmed(path, harm) if harm else trials.looked_at()
            trials.seen[finding.report or "UNREPORTED"] += 1
            if not finding.report:
                trials.violations.append(f"{harm} {number}: nothing was reported")
    return trials.outcome()


def _log(trials: Trials, sound: Sound, plan: Plan) -> Outcome:
    """A shortened log opens as an earlier moment: acknowledged edits are gone, and the store must say so.

    The database library notices nothing; the counter beside the file does.
    """
    gone, noticed, lossy = 0, 0, 0
    for harm, count in plan.items():
        for _ in range(count):
            finding = trials.harmed(trials.copied(sound.with_log) / f"{DATABASE_NAME}-wal", harm)
            lost = 0 if finding.report else sound.operations - finding.operations
            gone += lost
            lossy += lost > 0
            noticed += lost > 0 and finding.told
            trials.seen[finding.report or ("rolled_back" if lost else "whole")] += 1
            if lost and not finding.told:
                trials.violations.append(f"{harm.__name__}: {lost} operations gone, and nothing said so")
    return trials.outcome(edits_lost=gone, losses_noticed=f"{noticed}/{lossy}")


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(msgspec.json.encode(inspect(Path(line.strip()))).decode() + "\n")
        sys.stdout.flush()
