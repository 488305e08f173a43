"""What the scenarios need from the system beside Python, and installing it where that is possible."""

import os
import shutil
import subprocess
from pathlib import Path

EATMYDATA = "libeatmydata.so"
POSTGRES = "/usr/lib/postgresql/15/bin/postgres"
# Name of a program or library → the Debian package it comes in.
PACKAGES = {
    "strace": "strace",
    "gcc": "gcc libc6-dev",
    "mkfs.ext4": "e2fsprogs",
    "mount": "mount",
    EATMYDATA: "libeatmydata1",
    POSTGRES: "postgresql-15",
    "patroni": "patroni",
    "etcd": "etcd-server",
}
NEEDS: dict[str, tuple[str, ...]] = {
    "points": ("strace",),
    "power": ("root", "mkfs.ext4", "mount", EATMYDATA),
    "disk": ("root", "gcc", "mount"),
    "failover": ("root", POSTGRES, "patroni", "etcd"),
}


def missing(scenario: str, *, install: bool) -> str:
    """What ``scenario`` needs and this machine lacks, "" for nothing; as root it may be installed first."""
    lacking = [need for need in NEEDS.get(scenario, ()) if not _is_there(need)]
    if install and lacking and "root" not in lacking and shutil.which("apt-get"):
        packages = " ".join(PACKAGES[need] for need in lacking).split()
        apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        subprocess.run([*apt, "update"], stdout=subprocess.DEVNULL, check=False)
        subprocess.run([*apt, "install", "-y", "--no-install-recommends", *packages], check=False)
        lacking = [need for need in lacking if not _is_there(need)]
    return ", ".join(lacking)


def _is_there(need: str) -> bool:
    if need == "root":
        return is_root()
    if need == EATMYDATA:
        return eatmydata() is not None
    return shutil.which(need) is not None


def is_root() -> bool:
    """Whether this process may mount."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def eatmydata() -> Path | None:
    """The library that turns every fsync into nothing."""
    found = sorted(Path("/usr/lib").glob(f"**/{EATMYDATA}"))
    return found[0] if found else None
