"""Headquarters in a dictionary: the real judgement and wire format, without database, scopes or HTTP.

The engine's own tests run against it, because a test can look into it and make it misbehave.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec.structs import replace

from app.model.registry import KINDS, SCHEMA
from app.model.values import Document, digest_sum, digests_check, record_sum
from sync.client.errors import MalformedAnswer, Offline, SyncError
from sync.client.gateway import Traffic
from sync.protocol import codec
from sync.protocol.judge import PENDING, Context, Held, Judgement, judge
from sync.protocol.messages import DELETED, LEFT_SCOPE, Hello, KindRows, Operation, Reply, Request, Verdict
from tests.fakes.laptops import Laptop

Key = tuple[str, str]


@dataclass
class SmallHq:
    """``records`` by kind and id, ``seen`` the verdicts given, ``log`` every operation that was applied."""

    page_rows: int = 500
    epoch: str = "e1"
    rev: int = 0
    records: dict[Key, Held] = field(default_factory=dict)
    seen: dict[str, Verdict] = field(default_factory=dict)
    log: list[Operation] = field(default_factory=list)
    left: set[Key] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    wrong_check: str = ""
    cards: int = 0
    schema: int = SCHEMA

    def exchange(self, device: str, request: Request) -> Reply:
        """Judge the operations, then answer with the next page."""
        fresh = [op for op in request.ops if op.op_id not in self.seen]
        exact: dict[Key, bool] = {}
        changed = False
        verdicts = []
        for op in request.ops:
            if op in fresh:
                verdict, touched = self._judge(device, op, self.rev + 1, exact)
                changed = changed or touched
                if verdict.status != "later":
                    self.seen[op.op_id] = verdict
            else:
                verdict = replace_status(self.seen[op.op_id])
                exact[op.kind, op.id] = False
            verdicts.append(verdict)
        self.rev += changed
        return self._page(request, tuple(verdicts), {key for key, same in exact.items() if same})

    def _judge(self, device: str, op: Operation, rev: int, exact: dict[Key, bool]) -> tuple[Verdict, bool]:
        key = op.kind, op.id
        held = self.records.get(key)
        user = self.names.get(device, device)
        word = judge(op.kind, held, op, Context(user, device, "", op.at, op.at))
        if word.status in ("refused", "later"):
            reason = word.reason
            assert reason is not None
            return Verdict(op.op_id, word.status, 0, False, reason.key, dict(reason.params)), False
        assert word.held is not None
        knew = held is None or held.news_for(device) <= op.base_rev
        exact[key] = exact.get(key, True) and word.exact and knew
        self.log.append(op)
        card = self._card(op, device, word, rev) if word.card else ""
        touched = word.held is not held or bool(card)
        if word.held is not held:
            self.records[key] = stamped(word.held, rev)
        return Verdict(op.op_id, word.status, self.records[key].rev, exact[key], card=card), touched

    def _card(self, op: Operation, device: str, word: Judgement, rev: int) -> str:
        self.cards += 1
        name = f"0190aaaa-0000-7000-8000-{self.cards:012x}"
        entries = [{"field": e.field, "before": e.before, "mine": e.mine, "hq": e.hq} for e in word.entries]
        doc: Document = {"target_kind": op.kind, "target_id": op.id, "reason": word.card, "status": "open"}
        doc |= {"author_device": device} | ({"entries": entries} if entries else {})
        self.records["conflict", name] = Held(doc, rev=rev)
        return name

    def _page(self, request: Request, verdicts: tuple[Verdict, ...], exact: set[Key]) -> Reply:
        epoch, _, at = request.cursor.partition(":")
        since = int(at or 0) if epoch in ("", self.epoch) else 0
        newer = sorted((held.rev, key) for key, held in self.records.items() if held.rev > since)
        page = newer[: self.page_rows]
        page += [one for one in newer[self.page_rows :] if page and one[0] == page[-1][0]]
        more = len(page) < len(newer)
        reached = page[-1][0] if more else self.rev
        kinds: dict[str, list[list[object]]] = {}
        for _, key in page:
            if key not in exact:
                kinds.setdefault(key[0], []).append(self._row(key))
        return Reply(
            cursor=f"{self.epoch}:{reached}",
            verdicts=verdicts,
            kinds=tuple(KindRows(kind, columns(kind), rows) for kind, rows in kinds.items()),
            more=more,
            check="" if more else self.wrong_check or self.check(),
            epoch="" if epoch == self.epoch else self.epoch,
            hello=None if request.hello == f"h{self.schema}" else self.hello(),
        )

    def _row(self, key: Key) -> list[object]:
        held = self.records[key]
        if key in self.left:
            return [key[1], held.rev, LEFT_SCOPE, held.at, held.by]
        values = [held.doc.get(name) for name in columns(key[0])]
        return [key[1], held.rev, DELETED if held.deleted else 0, held.at, held.by, *values]

    def check(self) -> str:
        """What the laptop's digests must come to."""
        live = [
            (key, held) for key, held in self.records.items() if not held.deleted and key not in self.left
        ]
        return digests_check(
            {
                kind: (
                    sum(1 for (one, _), _ in live if one == kind),
                    digest_sum(record_sum(kind, id, held.doc) for (one, id), held in live if one == kind),
                )
                for kind in KINDS
            }
        )

    def hello(self) -> Hello:
        """The greeting every laptop gets once."""
        mark, served = f"h{self.schema}", (self.schema, self.schema)
        return Hello(mark, "测试招商局", "张三", "u1", "officer", "", {}, served, 500, 8 << 20, 1 << 20)

    def put(self, kind: str, id: str, doc: Document, *, deleted: bool = False) -> None:
        """Change a record from elsewhere, as another device would."""
        self.rev += 1
        revs = dict.fromkeys(doc, self.rev)
        self.records[kind, id] = Held(doc, deleted, self.rev, revs, device="elsewhere", by="李四")


def columns(kind: str) -> tuple[str, ...]:
    """The fields of a kind as headquarters names them."""
    return tuple(KINDS[kind].fields) if kind in KINDS else ("colour",)


def stamped(held: Held, rev: int) -> Held:
    """``held`` with the revision of its batch in the place of the one still to come."""
    revs = {name: rev if at == PENDING else at for name, at in held.field_revs.items()}
    return replace(held, rev=rev if held.rev == PENDING else held.rev, field_revs=revs)


def replace_status(verdict: Verdict) -> Verdict:
    """What is said of an operation that comes again."""
    if verdict.status == "refused":
        return verdict
    return Verdict(verdict.op_id, "duplicate", verdict.rev, card=verdict.card)


@dataclass
class SmallGateway:
    """The way of one device to a ``SmallHq``; requests and replies really become bytes on it.

    ``fault`` is asked before each exchange with its number; it may raise, or return what is to happen to
    the reply: ``""`` arrives, ``"lost"``, ``"twice"``, ``"cut"``.
    """

    hq: SmallHq
    device: str
    fault: Callable[[Request], str] = lambda request: ""
    requests: list[Request] = field(default_factory=list)
    up: int = 0
    down: int = 0
    lost: Callable[[], SyncError] = Offline
    meanwhile: Callable[[], None] = lambda: None  # happens while an answer is on its way

    def exchange(self, request: Request) -> Reply:
        self.requests.append(request)
        body = codec.encode(request)
        self.up += len(body)
        fate = self.fault(request)
        asked = codec.decode_request(body)
        reply = self.hq.exchange(self.device, asked)
        if fate == "twice":
            reply = self.hq.exchange(self.device, asked)
        answer = codec.encode(reply)
        self.meanwhile()
        self.down += len(answer)
        if fate == "lost":
            raise self.lost()
        if fate == "cut":
            raise MalformedAnswer(detail="cut")
        return codec.decode_reply(answer)

    def traffic(self) -> Traffic:
        return Traffic(len(self.requests), self.up, self.down)

    def uploaded(self, sha256: str) -> int:
        raise NotImplementedError(sha256)

    def upload(self, sha256: str, offset: int, piece: bytes, size: int) -> int:
        raise NotImplementedError(sha256)

    def download(self, sha256: str, offset: int, length: int) -> bytes:
        raise NotImplementedError(sha256)


def way(laptop: Laptop) -> SmallGateway:
    """The laptop's way to its small headquarters, to look into and to break."""
    assert isinstance(laptop.gateway, SmallGateway)
    return laptop.gateway
