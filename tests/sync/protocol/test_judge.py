"""Headquarters' judgement: every rule of sync.md (Push), and that nothing a laptop says is ever lost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.i18n import LANGUAGES, Translator
from sync.protocol.judge import PENDING, Context, Entry, Held, Judgement, judge
from sync.protocol.messages import Action, Operation
from tests.fakes.claim_chains import ClaimChain

HERE = Context(user="张三", device="d1", unit="u1", at=1_000, now=9_000)
THERE = Context(user="李四", device="d2", unit="u1", at=2_000, now=9_000)
NEW: dict[str, Any] = {"name": "新能源项目", "stage": "lead"}


class Board:
    """One record at headquarters, stamped as the push does."""

    def __init__(self) -> None:
        self.held: Held | None = None
        self.rev = 0
        self.numbers = 0

    def take(
        self, action: Action, base: int, fields: dict[str, Any], who: Context = HERE, *, kind: str = "project"
    ) -> Judgement:
        """Judge one operation; ``fields`` hold (before, after), or the value alone for a creation."""
        self.numbers += 1
        pairs = {n: v if isinstance(v, tuple) else (None, v) for n, v in fields.items()}
        operation = Operation(f"{self.numbers:032x}", kind, "r1", action, base, 0, pairs)
        judgement = judge(kind, self.held, operation, who)
        if judgement.held is not self.held and judgement.held is not None:
            self.rev += 1
            revs = {n: self.rev if r == PENDING else r for n, r in judgement.held.field_revs.items()}
            self.held = replace(judgement.held, rev=self.rev, field_revs=revs)
        return judgement

    @property
    def doc(self) -> dict[str, Any]:
        assert self.held is not None
        return self.held.doc


@pytest.fixture
def board() -> Board:
    """A record that both laptops know at revision 1."""
    made = Board()
    full = {**NEW, "unit_id": "u1", "created_by": "张三", "created_at": "2026-01-01T00:00:00.000Z"}
    assert made.take("create", 0, full).exact
    return made


def test_a_creation_gets_its_unit_and_author_from_who_is_signed_in() -> None:
    board = Board()
    forged = {**NEW, "unit_id": "other", "created_by": "王五", "created_at": "2026-01-01T00:00:00.000Z"}
    judgement = board.take("create", 0, forged)
    assert judgement.status == "applied" and not judgement.exact
    assert board.doc["unit_id"] == "u1" and board.doc["created_by"] == "张三"
    assert board.doc["created_at"] == "2026-01-01T00:00:00.000Z"


def test_a_creation_without_its_time_gets_the_corrected_one() -> None:
    board = Board()
    board.take("create", 0, NEW)
    assert board.doc["created_at"] == "1970-01-01T00:00:01.000Z"


def test_values_in_another_form_are_not_exact(board: Board) -> None:
    assert not board.take("update", 1, {"investment": (None, "1.50")}).exact
    assert board.doc["investment"] == "1.5"
    assert not board.take("update", 2, {"place": (None, " 园区 ")}).exact
    assert board.take("update", 3, {"place": ("园区", None), "tags": (None, [])}).exact
    assert "place" not in board.doc


def test_what_is_written_over_another_value_than_headquarters_stands_and_is_not_exact(board: Board) -> None:
    """Over a mask, or over a member that was refused: a laptop that joins both would come to another end."""
    board.take("update", 1, {"tags": (None, ["甲"])})
    judgement = board.take("update", 2, {"tags": (["***"], ["乙"])})
    assert (judgement.status, judgement.exact, board.doc["tags"]) == ("applied", False, ["乙"])
    assert board.take("update", 3, {"tags": (["乙"], ["丙"])}).exact


def test_different_fields_merge(board: Board) -> None:
    assert board.take("update", 1, {"name": ("新能源项目", "甲")}).status == "applied"
    other = board.take("update", 1, {"place": (None, "园区")}, THERE)
    assert other.status == "applied" and other.exact and not other.card
    assert board.doc["name"] == "甲" and board.doc["place"] == "园区"


def test_the_same_field_opens_a_card_and_headquarters_stands(board: Board) -> None:
    board.take("update", 1, {"name": ("新能源项目", "甲")})
    judgement = board.take("update", 1, {"name": ("新能源项目", "乙"), "place": (None, "园区")}, THERE)
    assert judgement.status == "conflict" and judgement.card == "edit"
    assert judgement.entries == (Entry("name", "新能源项目", "乙", "甲"),)
    assert board.doc["name"] == "甲" and board.doc["place"] == "园区"


def test_the_same_value_is_no_conflict(board: Board) -> None:
    board.take("update", 1, {"name": ("新能源项目", "甲")})
    assert board.take("update", 1, {"name": ("新能源项目", "甲")}, THERE).status == "applied"


def test_a_chain_of_own_edits_needs_no_new_base(board: Board) -> None:
    board.take("update", 1, {"name": ("新能源项目", "甲")})
    second = board.take("update", 1, {"name": ("甲", "乙")})
    assert second.status == "applied" and board.doc["name"] == "乙"


def test_merging_is_told_and_is_not_exact(board: Board) -> None:
    board.take("update", 1, {"tags": (None, ["甲"])})
    judgement = board.take("update", 1, {"tags": (None, ["乙"])}, THERE)
    assert judgement.status == "merged" and not judgement.exact
    assert board.doc["tags"] == ["甲", "乙"]


def test_joined_texts_too_long_for_the_field_are_asked(board: Board) -> None:
    board.take("update", 1, {"note": (None, "中")})
    board.take("update", 2, {"note": ("中", "甲" * 120_000 + "\n中")})
    judgement = board.take("update", 2, {"note": ("中", "中\n" + "乙" * 120_000)}, THERE)
    assert judgement.card == "edit" and judgement.entries[0].mine.endswith("乙")


def test_the_later_edit_wins_where_the_field_says_so() -> None:
    for first, second in ((HERE, THERE), (THERE, HERE)):
        board = Board()
        board.take("create", 0, {"title": "回访"}, kind="next_step")
        for who in (first, second):
            day = "2026-01-01" if who is HERE else "2026-02-02"
            board.take("update", 1, {"done_on": (None, day)}, who, kind="next_step")
        assert board.doc["done_on"] == "2026-02-02"


def test_a_plain_delete_opens_no_card(board: Board) -> None:
    judgement = board.take("delete", 1, {}, THERE)
    assert judgement.status == "applied" and judgement.exact and not judgement.card
    assert board.held is not None and board.held.deleted
    again = board.take("delete", 1, {})
    assert again.status == "applied" and not again.card and again.held is board.held


def test_own_earlier_edits_are_no_news_to_a_delete(board: Board) -> None:
    board.take("update", 1, {"name": ("新能源项目", "甲")}, THERE)
    board.take("update", 2, {"place": (None, "园区")})
    assert not board.take("delete", 2, {}).card


def test_someone_elses_edit_under_own_later_one_is_news_to_a_delete(board: Board) -> None:
    board.take("update", 1, {"name": ("新能源项目", "甲")}, THERE)
    board.take("update", 1, {"place": (None, "园区")})
    assert board.take("delete", 1, {}).card == "delete"


@pytest.mark.parametrize("delete_first", [True, False])
def test_delete_against_edit_ends_the_same_in_both_orders(board: Board, delete_first: bool) -> None:
    edit = {"name": ("新能源项目", "改名")}
    if delete_first:
        board.take("delete", 1, {}, HERE)
        last = board.take("update", 1, edit, THERE)
    else:
        board.take("update", 1, edit, THERE)
        last = board.take("delete", 1, {}, HERE)
    assert last.status == "conflict" and last.card == "delete"
    assert board.held is not None and board.held.deleted
    assert board.doc["name"] == "改名"
    restored = board.take("restore", board.rev, {}, THERE)
    assert restored.status == "applied" and restored.held is not None and not restored.held.deleted
    assert board.doc["name"] == "改名"


def test_an_edit_that_changes_nothing_of_a_deleted_record_opens_no_card(board: Board) -> None:
    board.take("update", 1, {"name": ("新能源项目", "甲")})
    board.take("delete", 2, {})
    assert not board.take("update", 1, {"name": ("新能源项目", "甲")}, THERE).card


def test_restoring_a_live_record_is_applied(board: Board) -> None:
    assert board.take("restore", 1, {}).status == "applied"
    assert board.rev == 1


def test_a_creation_that_comes_twice_is_merged_as_an_update(board: Board) -> None:
    assert board.take("create", 0, {**NEW, "created_by": "王五"}).status == "applied"
    assert board.rev == 1
    judgement = board.take("create", 0, {"name": "另一个名", "stage": "lead"}, THERE)
    assert judgement.entries == (Entry("name", None, "另一个名", "新能源项目"),)


def test_what_precedes_its_creation_waits() -> None:
    for action in ("update", "delete", "restore"):
        judgement = Board().take(action, 3, {"name": ("a", "b")})
        assert judgement.status == "later" and judgement.held is None


def test_headquarters_own_fields_are_refused_but_may_be_repeated(board: Board) -> None:
    assert board.take("update", 1, {"unit_id": ("u1", "u1"), "place": (None, "园区")}).status == "applied"
    judgement = board.take("update", 2, {"unit_id": ("u1", "u2"), "name": ("新能源项目", "甲")})
    assert judgement.status == "refused" and judgement.field == "unit_id"
    assert board.doc["name"] == "新能源项目"


def test_a_base_that_headquarters_never_reached_proves_nothing(board: Board) -> None:
    board.take("update", 1, {"name": ("新能源项目", "甲")}, THERE)
    judgement = board.take("update", 10**9, {"name": ("没见过", "抢先")})
    assert judgement.card == "edit" and board.doc["name"] == "甲"
    assert board.take("update", 10**9, {"name": ("甲", "乙")}).status == "applied"


@pytest.mark.parametrize(
    ("kind", "action", "fields", "field"),
    [
        ("project", "create", {"stage": "lead"}, "name"),
        ("project", "create", {"name": "", "stage": "lead"}, "name"),
        ("project", "create", {"name": "x", "stage": "nonsense"}, "stage"),
        ("project", "create", {"name": "x", "stage": "lead", "investment": "很多"}, "investment"),
        ("project", "create", {"name": "x\0y", "stage": "lead"}, "name"),
        ("from_the_future", "create", {"name": "x"}, ""),
        ("conflict", "create", {"status": "open"}, ""),
        ("conflict", "delete", {}, ""),
    ],
)
def test_refusals_name_field_and_reason(
    kind: str, action: Action, fields: dict[str, Any], field: str
) -> None:
    judgement = Board().take(action, 0, fields, kind=kind)
    assert judgement.status == "refused" and judgement.field == field and judgement.held is None
    assert judgement.reason is not None
    for language in LANGUAGES:
        assert Translator(language).tr(judgement.reason.key, **judgement.reason.params)


def test_a_required_field_cannot_be_emptied(board: Board) -> None:
    judgement = board.take("update", 1, {"name": ("新能源项目", None)})
    assert judgement.status == "refused" and judgement.field == "name"


def test_a_card_can_only_be_resolved() -> None:
    board = Board()
    board.held = Held({"status": "open", "target_id": "r9"}, rev=1, field_revs={"status": 1, "target_id": 1})
    assert board.take("update", 1, {"target_id": ("r9", "r8")}, kind="conflict").status == "refused"
    assert board.take("delete", 1, {}, kind="conflict").status == "refused"
    resolve = {
        "status": ("open", "resolved"),
        "chosen": (None, {"name": "mine"}),
        "resolved_by": (None, "张三"),
    }
    assert board.take("update", 1, resolve, kind="conflict").status == "applied"
    assert board.doc["status"] == "resolved"


def test_fields_of_a_newer_version_are_carried(board: Board) -> None:
    board.take("update", 1, {"power": (None, {"kw": 5})})
    board.take("update", 2, {"name": ("新能源项目", "甲")}, THERE)
    assert board.doc["power"] == {"kw": 5}
    assert board.take("update", 1, {"power": (None, 7)}, THERE).entries[0].field == "power"


FIELDS = st.sampled_from(["name", "place", "note", "tags", "leader", "power"])


def value_of(name: str, draw: int) -> Any:
    if name == "tags":
        return ["重点", f"标签{draw}"]
    return f"值{draw}" if name != "note" else f"共同\n段落{draw}"


@given(st.sets(FIELDS), st.sets(FIELDS))
def test_disjoint_edits_commute(one: set[str], two: set[str]) -> None:
    two = two - one
    results = []
    for order in (0, 1):
        board = Board()
        board.take("create", 0, NEW)
        edits = [
            (HERE, {n: (board.doc.get(n), value_of(n, 1)) for n in one}),
            (THERE, {n: (board.doc.get(n), value_of(n, 2)) for n in two}),
        ]
        for who, fields in edits if order == 0 else edits[::-1]:
            assert board.take("update", 1, fields, who).status == "applied"
        results.append(board.doc)
    assert results[0] == results[1]


EDITS = st.lists(
    st.tuples(
        st.sampled_from([HERE, THERE, replace(HERE, device="d3", user="王五", at=3_000)]),
        st.sampled_from(["update", "update", "update", "delete", "restore"]),
        st.integers(1, 3),
        st.dictionaries(FIELDS, st.integers(1, 4), max_size=3),
    ),
    max_size=8,
)


@given(EDITS)
def test_nothing_is_lost(edits: list[tuple[Context, Action, int, dict[str, int]]]) -> None:
    """Every value stands, was joined, was on a card, or was replaced later by one who had seen it."""
    board = Board()
    board.take("create", 0, NEW)
    for who, action, base, drawn in edits:
        before = dict(board.doc)
        old = board.held
        fields = {} if action == "delete" else {n: (NEW.get(n), value_of(n, v)) for n, v in drawn.items()}
        judgement = board.take(action, base, fields, who)
        assert judgement.status in ("applied", "merged", "conflict")
        carded = {entry.field: entry for entry in judgement.entries}
        for name, (_, after) in fields.items():
            now = board.doc.get(name)
            if name in carded:
                assert carded[name].mine == after and carded[name].hq == now == before.get(name)
            elif isinstance(after, list):
                assert set(after) <= set(now or [])
            elif name == "note":
                assert set(after.split("\n")) <= set((now or "").split("\n"))
            else:
                assert now == after
        assert board.held is not None and old is not None
        if not old.deleted and board.held.deleted and old.news_for(who.device) > base:
            assert judgement.card == "delete"
        if judgement.exact and action != "delete":
            assert board.doc == {**before, **{n: after for n, (_, after) in fields.items()}}


def test_what_was_written_once_may_come_again_as_it_is() -> None:
    """A colleague's laptop offered it first to a headquarters that had lost it."""
    board, claim = Board(), {**ClaimChain().wire("恒力石化"), "company_id": "c1"}
    board.take("create", 0, claim, kind="claim")
    held = board.held
    again = board.take("create", 0, {**claim, "company_id": "c2"}, THERE, kind="claim")
    assert (again.status, again.exact, board.held) == ("applied", False, held)
    other = board.take("create", 0, {**claim, "title": "盛虹"}, THERE, kind="claim")
    assert other.status == "refused" and other.reason is not None
    assert (other.reason.key, board.held) == ("hq.refused.append_only", held)
