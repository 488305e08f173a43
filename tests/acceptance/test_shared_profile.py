"""Two processes on one profile at once: writes wait their turn, and nothing of either is lost."""

import threading
from pathlib import Path

from tests.fakes.shell import Talk, by_keyring

EACH = 20


def _work(talk: Talk, name: str) -> None:
    for number in range(EACH):
        talk("add", kind="contact", values={"name": f"{name}{number}", "note": "展会上认识"})


def test_both_are_heard(tmp_path: Path) -> None:
    shell = by_keyring(tmp_path / "profile")
    shell.ok("init", "--name", "周敏")
    with shell.talk() as one, shell.talk() as other:
        threads = [
            threading.Thread(target=_work, args=(one, "赵")),
            threading.Thread(target=_work, args=(other, "钱")),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert one("list", kind="contact")["total"] == other("list", kind="contact")["total"] == 2 * EACH
        told = one("doctor")
        assert (told["problems"], told["counts"]["pending"]) == ([], 2 * EACH)
        assert other("doctor")["content_hash"] == told["content_hash"]
