"""One door to the workshop: ``python3 dev.py COMMAND`` (on Windows ``py dev.py COMMAND``).

Needs only Python 3.11 or newer. Each command first sets up what it needs: on Debian the missing system
libraries (as root), then ``.venv`` with exactly the packages of the lock file. A stamp remembers that it did.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
OLDEST_PYTHON = (3, 11)
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"  # it has no -m form
LOCK_HEADER = "# Made by `dev.py lock` from pyproject.toml dependencies sha256:"

# What the Qt wheel leaves to the system: drawing without a screen, and (from libxcb on) windows on one.
DEBIAN_LIBRARIES = (
    *("libegl1", "libgl1", "libfontconfig1", "libxkbcommon0", "libglib2.0-0", "libdbus-1-3"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0"),
    *("libxcb-render-util0", "libxcb-shape0", "libxcb-xkb1", "libxkbcommon-x11-0"),
)


class Trouble(Exception):
    """Something the person at the keyboard has to know and can mend; the message says how."""


def say(text: str) -> None:
    print(f"dev.py: {text}", flush=True)


def call(*command: object, output: int | None = None) -> int:
    """Run a command in the project folder and return its exit code; ``output`` is where its stdout goes."""
    # UTF-8 everywhere: a bare Debian has no locale, and a Chinese Windows prints in GBK.
    env = {**os.environ, "PYTHONUTF8": "1"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # each process would compile everything anew
    parts = [str(part) for part in command]
    return subprocess.run(parts, cwd=ROOT, env=env, stdout=output, check=False).returncode


def must(*command: object, output: int | None = None) -> None:
    code = call(*command, output=output)
    if code != 0:
        raise Trouble(f"this failed with exit code {code}: {' '.join(str(part) for part in command)}")


def set_up(lock: Path) -> None:
    """Make ``.venv`` hold what ``lock`` names; do nothing when it already does."""
    stamp = VENV / f"{lock.stem}.stamp"
    wanted = stamp_of(lock)
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    install_debian_packages(missing_debian_packages())
    make_venv()
    say(f"installing the packages of {lock.name} (hashes checked)")
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input")
    must(*pip, "--require-hashes", "--only-binary", ":all:", "-r", lock)
    must(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    stamp.write_text(wanted, encoding="ascii")


def stamp_of(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()


def missing_debian_packages() -> list[str]:
    """Names of the packages this machine lacks; empty on anything but Debian and its children."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-query")):
        return []
    wanted = list(DEBIAN_LIBRARIES)
    if importlib.util.find_spec("ensurepip") is None:
        wanted.append(f"python3.{sys.version_info.minor}-venv")
    query = ["dpkg-query", "--show", "--showformat", "${db:Status-Status} ${Package}\n", *wanted]
    answer = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    there = {line.split()[1] for line in answer.splitlines() if line.startswith("installed ")}
    return [name for name in wanted if name not in there]


def install_debian_packages(missing: list[str]) -> None:
    if not missing:
        return
    command = "apt-get install --no-install-recommends " + " ".join(missing)
    if os.geteuid() != 0:
        if any(name.endswith("-venv") for name in missing):
            raise Trouble(f"Python's venv module is missing. As root, run:\n  {command}")
        say(f"these system libraries seem to be missing; if Qt does not start, run as root:\n  {command}")
        return
    say(f"installing system packages: {' '.join(missing)}")
    apt = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq")
    must(*apt, "update")
    must(*apt, "install", "-y", "--no-install-recommends", *missing, output=subprocess.DEVNULL)


def make_venv() -> None:
    """Create ``.venv``, or repair one whose Python or pip is gone."""
    if not PYTHON.exists() or call(PYTHON, "-c", "") != 0:
        say("creating .venv")
        must(sys.executable, "-m", "venv", "--clear", VENV)
    if call(PYTHON, "-c", "import importlib.util as u, sys; sys.exit(u.find_spec('pip') is None)") != 0:
        must(PYTHON, "-m", "ensurepip", "--default-pip")


def project_table() -> dict[str, Any]:
    """The ``[project]`` table of pyproject.toml."""
    import tomllib  # not at the top: an older Python has to get as far as being told that it is too old

    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def dependency_hash() -> str:
    """SHA-256 over everything in pyproject.toml that decides what a lock holds."""
    project = project_table()
    keys = ("requires-python", "dependencies", "optional-dependencies")
    return hashlib.sha256(json.dumps([project[key] for key in keys]).encode()).hexdigest()


def stale_locks() -> list[str]:
    """Names of the lock files that were made from other dependencies than pyproject.toml has now."""
    header = LOCK_HEADER + dependency_hash()
    locks = (RUN_LOCK, DEV_LOCK)
    return [lock.name for lock in locks if lock.read_text(encoding="utf-8").split("\n", 1)[0] != header]


def lock(arguments: list[str]) -> int:
    """Write both lock files; pins stay unless ``--upgrade`` or ``--upgrade-package NAME`` says otherwise."""
    set_up(DEV_LOCK)
    resolve = [PYTHON, "-m", "uv", "pip", "compile", "pyproject.toml", "--extra", "build", "--quiet"]
    # One file for Windows, Linux and macOS, x86 and ARM, that names no server.
    resolve += [
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
    ]
    resolve += ["--no-emit-index-url", "--no-emit-find-links"]
    # The second is resolved under the first, so that the tests run what users get.
    under_the_first = ("--extra", "dev", "--constraint", RUN_LOCK)
    for path, choice in ((RUN_LOCK, ()), (DEV_LOCK, under_the_first)):
        say(f"resolving {path.name}")
        must(*resolve, *choice, "--output-file", path, *arguments)
        pins = path.read_text(encoding="utf-8")
        path.write_text(f"{LOCK_HEADER}{dependency_hash()}\n{pins}", encoding="utf-8", newline="\n")
    return 0


# Commands that start a module with the arguments that follow: what it needs, the module, what it does.
STARTS = {
    "run": (RUN_LOCK, "ui.cli.main demo", "Start the guided demo: a headquarters and one desktop."),
    "screenshots": (RUN_LOCK, "ui.cli.main screenshots", "Draw every page to PNG files (--help says how)."),
    # A file's tests stay together: they share its servers. Files go out in the order of tests/conftest.py.
    "test": (
        DEV_LOCK,
        f"pytest -n {(os.cpu_count() or 1) * 2} --dist loadfile --no-loadscope-reorder",  # half often wait
        "Run the tests on all cores; further arguments go to pytest.",
    ),
    "sim": (
        DEV_LOCK,
        "tests.sim",
        "Simulate laptops, network and headquarters from seeds; check every promise.",
    ),
    "year": (
        DEV_LOCK,
        "tests.year",
        "Simulate a year of a city; hold every figure against a second opinion.",
    ),
    "mutants": (DEV_LOCK, "tests.sim.mutants", "Plant deliberate bugs and see the simulation catch each."),
    "fuzz": (
        DEV_LOCK,
        "tests.sync.hq.fuzz",
        "Call every route of headquarters with what it may get and may not.",
    ),
    "faults": (DEV_LOCK, "tests.faults", "Kill, cut and fill up real processes, networks and disks."),
    "journeys": (
        DEV_LOCK,
        "tests.journeys",
        "Make the journeys of users, counted and timed (--help says how).",
    ),
    "office": (
        DEV_LOCK,
        "tests.office",
        "Send spreadsheets through LibreOffice and back (it has to be there; --help says how).",
    ),
    "bench": (DEV_LOCK, "tests.bench", "Measure, each figure as a ratio to its floor on the same machine."),
}


def start(command: str, arguments: list[str]) -> int:
    lock_file, module, _ = STARTS[command]
    set_up(lock_file)
    return call(PYTHON, "-m", *module.split(), *arguments)


def check(arguments: list[str]) -> int:
    """Look without running the product: style, types, imports, lock files, translations, assets."""
    if arguments:
        raise Trouble("check takes no arguments")
    set_up(DEV_LOCK)
    steps: dict[str, tuple[object, ...]] = {
        "style": (PYTHON, "-m", "ruff", "check", "--quiet"),
        "format": (PYTHON, "-m", "ruff", "format", "--check", "--quiet"),
        "types": (PYTHON, "-m", "mypy", "--num-workers", "auto"),
        "import contracts": (PYTHON, "-c", LINT_IMPORTS, "--no-logo"),
        "house rules": (PYTHON, "-m", "pytest", "-q", "--no-header", "tests/architecture"),
    }
    failed = []
    for name, command in steps.items():
        say(name)
        if call(*command) != 0:
            failed.append(name)
    if stale := stale_locks():
        say(f"out of date: {', '.join(stale)}; run: python3 dev.py lock")
        failed.append("lock files")
    say(f"check failed: {', '.join(failed)}" if failed else "check passed")
    return 1 if failed else 0


def setup(arguments: list[str]) -> int:
    """Only set up, with everything the tests need."""
    if arguments:
        raise Trouble("setup takes no arguments")
    set_up(DEV_LOCK)
    return 0


COMMANDS = {f.__name__: f for f in (check, lock, setup)}


def main() -> int:
    if sys.version_info < OLDEST_PYTHON:
        have, need = (".".join(map(str, v[:2])) for v in (sys.version_info, OLDEST_PYTHON))
        print(
            f"dev.py: Outpost needs Python {need} or newer; this is {have} ({sys.executable}).",
            file=sys.stderr,
        )
        return 2
    explained = {name: text for name, (_, _, text) in STARTS.items()}
    explained |= {name: (f.__doc__ or "").splitlines()[0] for name, f in COMMANDS.items()}
    overview = "\n".join(f"  {name:<12} {text}" for name, text in explained.items())
    parser = argparse.ArgumentParser(
        prog="dev.py", epilog=f"commands:\n{overview}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=explained, metavar="COMMAND", help="one of those below")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on to the command")
    chosen = parser.parse_args()
    try:
        if chosen.command in STARTS:
            return start(chosen.command, chosen.arguments)
        return COMMANDS[chosen.command](chosen.arguments)
    except Trouble as trouble:
        print(f"dev.py: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
