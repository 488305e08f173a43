"""Groups keep the order asked; their sums are exact and count every record once."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.store.store import Store

STAGES = ("lead", "signed", "landed")


def fill(store: Store, projects: list[tuple[str | None, Decimal | None]]) -> list[str]:
    with store.write(actor="周敏", label="x") as work:
        return [
            work.create("project", {"name": f"项目{n}", "stage": stage, "investment": amount})
            for n, (stage, amount) in enumerate(projects)
        ]


def test_groups_in_the_order_asked_with_counts_and_sums(store: Store) -> None:
    ids = fill(
        store, [("lead", Decimal("1.5")), ("signed", Decimal(3)), ("lead", Decimal("0.25")), ("landed", None)]
    )
    groups = {
        group.value: group for group in store.groups("project", ids[::-1], "stage", ("investment", "land"))
    }
    assert list(groups) == ["landed", "lead", "signed"]
    assert groups["lead"].ids == (ids[2], ids[0]) and groups["lead"].count == 2
    assert groups["lead"].sums == {"investment": Decimal("1.75")}
    assert groups["landed"].sums == {}


def test_unknown_ids_and_none_at_all_count_for_nothing(store: Store) -> None:
    ids = fill(store, [("lead", Decimal(2))])
    assert [g.ids for g in store.groups("project", ["nobody", *ids], "stage")] == [(ids[0],)]
    assert store.groups("project", [], "stage") == []
    assert store.groups("project", ["nobody"], "", ("investment",)) == []


amounts = st.one_of(st.none(), st.decimals(0, 10**8, places=6))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(STAGES), amounts), max_size=12))
def test_sums_are_exact_and_groups_add_up_to_all(
    store: Store, projects: list[tuple[str, Decimal | None]]
) -> None:
    ids = fill(store, list(projects))
    total = sum((amount for _, amount in projects if amount), Decimal(0))
    for every in store.groups("project", ids, "", ("investment",)):
        assert (every.count, every.sums.get("investment", Decimal(0))) == (len(ids), total)
    groups = store.groups("project", ids, "stage", ("investment",))
    assert sum((g.sums.get("investment", Decimal(0)) for g in groups), Decimal(0)) == total
    assert sorted(id for g in groups for id in g.ids) == sorted(ids)


def test_places_are_sorted_by_administrative_order_not_by_pinyin(store: Store) -> None:
    with store.write(actor="周敏", label="x") as work:
        for city in ("深圳", None, "青岛市", "火星", "北京", "苏州"):
            work.create("company", {"name": f"企业{city}", "city": city})
    ids = store.ids("company", sort=[("city", False)])
    cities = [row["city"] for row in store.rows("company", ids)]
    assert cities == ["北京", "苏州", "青岛市", "深圳", "火星", None]
