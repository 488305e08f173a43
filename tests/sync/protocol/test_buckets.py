"""Sums by bucket: equal where content is equal, different where one record differs, small on the wire."""

from hypothesis import given
from hypothesis import strategies as st

from sync.protocol import buckets

IDS = st.text("0123456789abcdef-", min_size=1, max_size=36)
CONTENT = st.dictionaries(IDS, st.integers(0, (1 << 64) - 1))


@given(CONTENT, st.integers(0, 100_000))
def test_packing_keeps_the_sums(content: dict[str, int], records: int) -> None:
    count = buckets.size(records)
    totals = buckets.sums(content.items(), count)
    assert buckets.unpacked(buckets.packed(totals)) == totals
    assert sum(totals) % (1 << 64) == sum(content.values()) % (1 << 64)


@given(CONTENT.filter(bool), st.integers(1, (1 << 64) - 1), st.data())
def test_one_changed_record_is_found_in_its_bucket(
    content: dict[str, int], by: int, data: st.DataObject
) -> None:
    changed = data.draw(st.sampled_from(sorted(content)))
    before = buckets.sums(content.items(), 16)
    after = buckets.sums({**content, changed: (content[changed] + by) % (1 << 64)}.items(), 16)
    differing = [at for at, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    assert differing == [buckets.bucket(changed, 16)]


def test_there_are_few_buckets_for_few_records() -> None:
    assert [buckets.size(n) for n in (0, 16, 17, 1_000, 5_000, 10**6)] == [1, 1, 2, 64, 256, buckets.MOST]


def test_what_is_no_list_of_sums_is_none() -> None:
    for text in ("", "!", "AAAA", "A" * 12 + "=", buckets.packed([0] * (buckets.MOST + 1))):
        assert buckets.unpacked(text) == []
