"""The messages of the one exchange that is sync, word for word the same on both ends (sync.md, Wire).

A laptop posts a ``Request`` and gets a ``Reply``: its operations' verdicts and the next page of what changed
for it. Everything is JSON; rows and operations are arrays, absent means default, so that an exchange with
nothing to say is a few dozen bytes. Values inside documents are wire values (``app.model.values``).
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from sync.protocol.limits import MAX_FIELDS, MAX_INTEGER, MAX_OPS

PROTOCOL = 1

# Checked where a message is read, and told in headquarters' OpenAPI description.
OperationId = Annotated[str, Meta(pattern="^[0-9a-f]{32}(?!\n)$")]
KindName = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,39}(?!\n)$")]
RecordId = Annotated[str, Meta(pattern="^[0-9a-z-]{1,36}(?!\n)$")]
# Its characters are looked at where it is judged: a pattern here would cost a third of reading a batch.
FieldName = Annotated[str, Meta(min_length=1, max_length=60)]
Revision = Annotated[int, Meta(ge=0, le=MAX_INTEGER)]
Milliseconds = Annotated[int, Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
Count = Annotated[int, Meta(ge=0, le=MAX_INTEGER)]
Cursor = Annotated[str, Meta(max_length=100)]
Short = Annotated[str, Meta(max_length=200)]

Action = Literal["create", "update", "delete", "restore", "offer", "offer_gone"]
Status = Literal["applied", "merged", "conflict", "refused", "duplicate", "later"]


Fields = Annotated[dict[FieldName, tuple[Any, Any]], Meta(max_length=MAX_FIELDS)]


class Heading(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Which operation it is, and on what; see ``Operation``."""

    op_id: OperationId
    kind: KindName
    id: RecordId
    action: Action
    base_rev: Revision
    at: Milliseconds


class Operation(Heading, array_like=True, frozen=True, gc=False):
    """One change of one record, as it was captured on the laptop; never altered afterwards.

    ``fields`` maps a changed field to ``[before, after]`` in wire values (``None``: empty). ``base_rev`` is
    headquarters' revision of the record that the laptop held (0: never there). ``at`` is the device's raw
    clock in milliseconds since 1970; it is recorded and shown and never decides an order. An offer
    (``sync.protocol.offers``) carries a record whole that a restored headquarters lost.
    """

    fields: Fields


class Asked(msgspec.Struct, omit_defaults=True, frozen=True):
    """What a laptop says beside its operations: how far it has read, and how it stands."""

    schema: Count
    cursor: Cursor = ""  # opaque, from the last reply; "" reads from the beginning
    hello: Short = ""  # mark of the last hello held; headquarters sends a newer one unasked
    clock: Milliseconds = 0  # device clock now, milliseconds; 0 in an idle sync
    waiting: Count = 0  # operations left in the outbox beside these
    counter: Count = 0  # the store's write counter: one that went back shows a restored image
    # After a difference: sums of what the laptop holds, by kind (``sync.protocol.buckets``).
    buckets: Annotated[dict[KindName, Annotated[str, Meta(max_length=3000)]], Meta(max_length=100)] = {}
    generation: Count = 0  # which life of the store it is (``Reply.generation``)
    page_bytes: Count = 0  # wish for the size of a page before compression; 0: headquarters' own
    failures: Count = 0  # runs that failed since the last one that went through
    trouble: Annotated[str, Meta(max_length=60)] = ""  # code of the last failure
    # Operations that headquarters had taken before it was restored, and the revision each got then.
    acked: Annotated[dict[OperationId, Revision], Meta(max_length=MAX_OPS)] = {}


class Request(Asked, omit_defaults=True, frozen=True):
    """What a laptop says: its operations in the order they were made, and how far it has read."""

    ops: Annotated[tuple[Operation, ...], Meta(max_length=MAX_OPS)] = ()


class Verdict(msgspec.Struct, array_like=True, omit_defaults=True, frozen=True, gc=False):
    """Headquarters' word on one operation.

    ``rev`` is the record's revision afterwards. ``exact`` says the record now equals what the laptop held
    plus this operation, so its row is not repeated in the page. ``reason`` is a catalogue key with
    ``params`` when refused; ``card`` the id of the conflict card that was opened or added to.
    """

    op_id: str
    status: Status
    rev: int = 0
    exact: bool = False
    reason: str = ""
    params: dict[str, Any] = {}
    card: str = ""


class KindRows(msgspec.Struct, array_like=True, frozen=True):
    """Newest states of records of one kind.

    Every row is ``[id, rev, flags, at, by, *values]``: ``flags`` 1 deleted, 2 left this laptop's scope;
    ``at`` milliseconds of the last change as headquarters timed it, ``by`` its author; then one wire value
    for each of ``fields``. Deleted rows carry their values (they can be restored), rows that left do not.
    """

    kind: str
    fields: tuple[str, ...]
    rows: list[list[Any]]


DELETED = 1
LEFT_SCOPE = 2
ROW_HEAD = 5  # values before the fields in a row


class Repair(msgspec.Struct, array_like=True, frozen=True):
    """Every record of the buckets of a kind in which a laptop differs (``Request.buckets``)."""

    kind: str
    buckets: tuple[int, ...]
    rows: KindRows


class Hello(msgspec.Struct, omit_defaults=True, frozen=True):
    """What headquarters wants the laptop to know; sent when its ``mark`` differs from the one held."""

    mark: str
    tenant: str  # name of the headquarters
    user: str
    user_id: str
    role: str
    unit_id: str
    units: dict[str, str]  # id → name
    schema: tuple[int, int]  # oldest and newest served
    max_ops: int
    max_body: int  # bytes, uncompressed
    chunk: int  # bytes of one piece of an attachment
    package_keys: str = ""  # public keys for packages, "X25519 Ed25519" in base64
    pack: str = ""  # the policy pack that headquarters judges by


class Reply(msgspec.Struct, omit_defaults=True, frozen=True):
    """What headquarters answers; ``check`` (``app.model.values.digests_check``) comes with the last page.

    Before the rows are taken in, the records of ``left_units`` are withdrawn, and where ``keep_units`` is
    told those of all other units (``""``: of none); nothing is deleted by that.
    """

    cursor: str
    verdicts: tuple[Verdict, ...] = ()
    kinds: tuple[KindRows, ...] = ()
    more: bool = False
    check: str = ""
    repairs: tuple[Repair, ...] = ()  # to a request with buckets; none where too much differs
    epoch: str = ""  # present when it differs from the cursor's: headquarters was restored
    lost: tuple[tuple[int, int], ...] = ()  # with the epoch: (after, before) of the revisions lost each time
    generation: int = 0  # when the store went back in time: its new generation; it reads everything again
    time: int = 0  # headquarters' clock, milliseconds, when the request told the device's
    hello: Hello | None = None
    left_units: tuple[str, ...] = ()
    keep_units: tuple[str, ...] | None = None
    # The laptop was away for so long that tombstones it had not read are removed: it begins afresh with this.
    afresh: bool = False
    # With the first page of all records: up to which revision tombstones may be removed. What a laptop holds
    # of such a revision and what does not come any more was deleted, or left.
    horizon: int = 0


class EnrolRequest(msgspec.Struct, frozen=True):
    """A one-time code and the device's new Ed25519 public key (raw 32 bytes, base64)."""

    code: Annotated[str, Meta(min_length=1, max_length=40)]
    device_name: Annotated[str, Meta(min_length=1, max_length=100, pattern="^[^\\x00-\\x1f]+$")]
    public_key: Annotated[str, Meta(pattern="^[A-Za-z0-9+/]{43}=(?!\n)$")]


class EnrolReply(msgspec.Struct, frozen=True):
    """Who this device now is."""

    device_id: str
    user_id: str
    user: str
    unit_id: str
    unit: str
    tenant: str


class NonceRequest(msgspec.Struct, frozen=True):
    """A device that wants to prove itself."""

    device_id: RecordId


class NonceReply(msgspec.Struct, frozen=True):
    """What it has to sign, once, soon."""

    nonce: str


class TokenRequest(msgspec.Struct, frozen=True):
    """``signature``: base64 Ed25519 over ``b"outpost-token:" + device_id + ":" + nonce`` (ASCII)."""

    device_id: RecordId
    nonce: Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{16,64}(?!\n)$")]
    signature: Annotated[str, Meta(pattern="^[A-Za-z0-9+/]{86}==(?!\n)$")]
    version: Annotated[str, Meta(max_length=40)] = ""  # of the program, shown to the administrator


class TokenReply(msgspec.Struct, frozen=True):
    """An opaque token, kept in memory only."""

    token: str
    seconds: int


class DeviceState(msgspec.Struct, frozen=True):
    """One laptop as headquarters knows it. Times are milliseconds, 0: never; ``trouble`` is an error's code.

    ``waiting``: operations it had not sent when it last synced; ``failures``: runs that failed before that
    one; ``clock_offset``: what must be added to its clock, ms.
    """

    id: str
    name: str
    user: str
    role: str
    unit: str
    version: str
    enrolled_at: int
    synced_at: int
    waiting: int
    failures: int
    trouble: str
    clock_offset: int
    revoked_at: int


class DevicesReply(msgspec.Struct, frozen=True):
    """Every laptop, for headquarters' own people; ``time`` is headquarters' clock, milliseconds."""

    time: int
    devices: tuple[DeviceState, ...]


class Problem(msgspec.Struct, frozen=True):
    """The body of every answer that is not a success: a catalogue key ``error.<code>`` and its values."""

    code: str
    params: dict[str, Any] = {}
