"""Two offices that write one enterprise differently mean the same; two enterprises stay two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.enterprise import alike, enterprise_keys, is_name, name_key, name_pieces, same_enterprise
from app.rules.names import SIMILAR

CODE = "91350100M000100Y43"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("合肥华清光学科技有限公司", "华清光学科技"),
        ("华清光学（合肥）有限公司", "华清光学"),
        ("ＡＢＣ电子有限公司", "abc电子"),
        ("華清光學科技股份有限公司", "华清光学科技"),
        ("华清光学 科技", "华清光学科技有限责任公司"),
    ],
)
def test_ways_of_writing_one_name_share_a_key(one: str, other: str) -> None:
    assert enterprise_keys(one) == enterprise_keys(other)
    assert same_enterprise(enterprise_keys(one), enterprise_keys(other))


def test_a_sound_credit_code_comes_first_and_a_wrong_one_is_no_key() -> None:
    assert enterprise_keys("华清光学", CODE.lower()) == (f"code:{CODE}", "name:华清光学")
    assert enterprise_keys("华清光学", "91350100M000100Y44") == ("name:华清光学",)
    assert enterprise_keys("", "") == ()
    assert name_key("……") != ""


def test_different_credit_codes_outweigh_equal_names() -> None:
    other = "91110108551385082Q"
    assert same_enterprise(enterprise_keys("华清光学", CODE), enterprise_keys("别的名字", CODE))
    assert not same_enterprise(enterprise_keys("华清光学", CODE), enterprise_keys("华清光学", other))
    assert same_enterprise(enterprise_keys("华清光学", CODE), enterprise_keys("华清光学"))
    assert not same_enterprise(enterprise_keys("华清光学"), enterprise_keys("清华光学"))


@given(st.text(alphabet="甲乙丙丁戊己庚辛壬癸", min_size=1, max_size=30), st.data())
def test_a_name_that_is_alike_contains_a_piece(name: str, data: st.DataObject) -> None:
    """What lets the few comparable names be found without comparing all of them."""
    other = list(name)
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(other)))
        match data.draw(st.sampled_from(["insert", "delete", "replace"])):
            case "insert":
                other.insert(at, "子")
            case "delete" if other:
                del other[min(at, len(other) - 1)]
            case "replace" if other:
                other[min(at, len(other) - 1)] = "丑"
    written = "".join(other)
    if written and written != name and alike(f"name:{name}", f"name:{written}") >= SIMILAR:
        assert any(piece in written for piece in name_pieces(f"name:{name}"))


def test_short_names_are_like_no_other() -> None:
    assert name_pieces("name:华清光学") == ()
    assert is_name("name:华清光学") and not is_name(f"code:{CODE}")
