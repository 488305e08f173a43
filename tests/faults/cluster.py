"""Three PostgreSQL servers kept by Patroni over etcd on this computer, and killing the one that leads."""

import json
import os
import pwd
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.faults.ports import free_ports

BINARIES = Path("/usr/lib/postgresql/15/bin")
ACCOUNT = "postgres"  # the servers refuse to run as root
TTL = 20  # seconds after which a dead leader is replaced: Patroni's least
PATIENCE = 90.0


@dataclass
class Node:
    """One server and the Patroni that keeps it."""

    name: str
    folder: Path
    port: int
    rest: int
    process: subprocess.Popen[bytes] | None = None

    def asked(self, path: str) -> dict[str, Any] | None:
        """What its Patroni says of itself; None where it says no, or nothing."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.rest}{path}", timeout=3) as answer:
                told: dict[str, Any] = json.load(answer)
                return told
        except (urllib.error.URLError, OSError, ValueError):
            return None

    def kill(self) -> None:
        """End Patroni and every process of its server at once, as a power cut would."""
        victims = [
            one
            for one in psutil.process_iter(["cmdline", "cwd"])
            if one.info["cwd"] == str(self.folder / "data")
            or str(self.folder) in " ".join(one.info["cmdline"] or ())
        ]
        for one in victims:
            try:
                one.send_signal(signal.SIGKILL)
            except psutil.NoSuchProcess:
                continue
        if self.process is not None:
            self.process.wait(PATIENCE)


@dataclass
class Cluster:
    """The nodes; one leads, one confirms every commit before it is answered."""

    folder: Path
    etcd: int
    nodes: list[Node] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The database's address: libpq looks for the server that takes writes."""
        hosts = "&".join(f"host=127.0.0.1:{node.port}" for node in self.nodes)
        return f"postgresql://{ACCOUNT}@/postgres?{hosts}&target_session_attrs=read-write"

    def leader(self) -> Node | None:
        """Who leads by its own word and runs."""
        for node in self.nodes:
            told = node.asked("/leader")
            if told is not None and told.get("state") == "running":
                return node
        return None

    def is_safe(self) -> bool:
        """Whether somebody leads, a second server confirms its commits, and the third follows."""
        leader = self.leader()
        told = leader.asked("/patroni") if leader else None
        following = {
            one["application_name"]: one["sync_state"]
            for one in (told or {}).get("replication") or []
            if one.get("state") == "streaming"
        }
        others = {node.name for node in self.nodes if node is not leader}
        return following.keys() == others and "sync" in following.values()

    def wait_until_safe(self, seconds: float = PATIENCE) -> None:
        """Come back once ``is_safe``.

        Raises:
            AssertionError: not within ``seconds``.
        """
        end = time.monotonic() + seconds
        while not self.is_safe():
            assert time.monotonic() < end, f"the cluster is not whole after {seconds:.0f} s: {self.told()}"
            time.sleep(0.5)

    def told(self) -> list[dict[str, Any] | None]:
        """What every Patroni says, for the report of a failure."""
        return [node.asked("/patroni") for node in self.nodes]

    def start(self, node: Node) -> None:
        """Run a node's Patroni, which runs its server."""
        settings = node.folder / "patroni.json"
        with (node.folder / "patroni.log").open("ab") as log:
            node.process = subprocess.Popen(
                ["patroni", str(settings)],
                stdout=log,
                stderr=log,
                cwd=node.folder,
                user=ACCOUNT,
                group=ACCOUNT,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(node.folder)},
            )


@contextmanager
def running_cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster whose data lie in ``folder``, whole; everything of it is killed at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in (folder, *folder.parents[: len(folder.parents) - 2]):
        path.chmod(path.stat().st_mode | 0o011)  # another account has to pass
    client, peer, *ports = free_ports(8)
    etcd = _etcd(folder / "etcd", client, peer)
    cluster = Cluster(folder, client)
    for number in range(3):
        cluster.nodes.append(Node(f"n{number}", folder / f"n{number}", ports[number], ports[3 + number]))
    try:
        for node in cluster.nodes:
            _write_settings(cluster, node)
            cluster.start(node)
        cluster.wait_until_safe()
        yield cluster
    finally:
        for node in cluster.nodes:
            node.kill()
        etcd.kill()
        etcd.wait()


def _etcd(folder: Path, client: int, peer: int) -> subprocess.Popen[bytes]:
    folder.mkdir()
    here, there = f"http://127.0.0.1:{client}", f"http://127.0.0.1:{peer}"
    command = ["etcd", "--data-dir", str(folder / "data"), "--listen-client-urls", here]
    command += ["--advertise-client-urls", here, "--listen-peer-urls", there]
    command += ["--initial-advertise-peer-urls", there, "--initial-cluster", f"default={there}"]
    with (folder / "etcd.log").open("ab") as log:
        return subprocess.Popen(command, stdout=log, stderr=log)


def _write_settings(cluster: Cluster, node: Node) -> None:
    node.folder.mkdir()
    account = pwd.getpwnam(ACCOUNT)
    parameters = {
        "synchronous_commit": "on",
        "max_connections": 80,
        "shared_buffers": "32MB",
        "wal_keep_size": "256MB",
        "unix_socket_directories": str(node.folder),
    }
    settings = {
        "scope": "outpost",
        "name": node.name,
        "restapi": {"listen": f"127.0.0.1:{node.rest}", "connect_address": f"127.0.0.1:{node.rest}"},
        "etcd3": {"host": f"127.0.0.1:{cluster.etcd}"},
        "bootstrap": {
            "dcs": {
                "ttl": TTL,
                "loop_wait": 3,
                "retry_timeout": 5,
                "maximum_lag_on_failover": 1 << 30,
                "synchronous_mode": True,
                "synchronous_mode_strict": True,
                "postgresql": {"use_pg_rewind": True, "use_slots": True, "parameters": parameters},
            },
            "initdb": [
                {"encoding": "UTF8"},
                "data-checksums",
                {"auth-local": "trust"},
                {"auth-host": "trust"},
            ],
        },
        "postgresql": {
            "listen": f"127.0.0.1:{node.port}",
            "connect_address": f"127.0.0.1:{node.port}",
            "data_dir": str(node.folder / "data"),
            "bin_dir": str(BINARIES),
            "pgpass": str(node.folder / "pgpass"),
            "pg_hba": [
                "local all all trust",
                "host all all 127.0.0.1/32 trust",
                "host replication all 127.0.0.1/32 trust",
            ],
            "authentication": {
                "superuser": {"username": ACCOUNT},
                "replication": {"username": "replicator", "password": "local"},
                "rewind": {"username": ACCOUNT},
            },
            "parameters": parameters,
        },
    }
    (node.folder / "patroni.json").write_text(json.dumps(settings), encoding="utf-8")
    os.chown(node.folder, account.pw_uid, account.pw_gid)


def _main() -> None:
    """Bring a cluster up and down again, to see that it can be had here."""
    with running_cluster(Path(sys.argv[1])) as cluster:
        sys.stdout.write(f"{cluster.url}\n{cluster.told()}\n")


if __name__ == "__main__":
    _main()
