"""Keys nominate everything that the rules of duplicates find alike, and little else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.duplicate_keys import (
    LONGEST,
    company_keys,
    company_probes,
    person_keys,
    project_keys,
    project_probes,
)
from app.rules.names import (
    SIMILAR,
    CompanyFacts,
    PersonFacts,
    company_duplicate_reasons,
    person_duplicate_reasons,
    project_key,
    similarity,
)

MOBILE = "+8613800138000"
SWITCHBOARD = "+8651263838888"


@pytest.mark.parametrize(
    ("facts", "keys"),
    [
        (
            CompanyFacts("恒力石化", "91350100M000100Y43", (MOBILE, SWITCHBOARD)),
            {"code:91350100M000100Y43", f"phone:{MOBILE}", "name:恒力石化"},
        ),
        (CompanyFacts("西安森奥生物公司"), {"name:森奥生物", "brand:森奥|西安"}),
        (CompanyFacts("***"), {"name:***"}),
        (CompanyFacts(""), set()),
        (
            CompanyFacts("壬兴实业桑葚果醋饮品"),
            {"name:壬兴实业桑葚果醋饮品", "piece:10.0:壬兴实业桑", "piece:10.1:葚果醋饮品"},
        ),
    ],
)
def test_what_a_company_is_filed_under(facts: CompanyFacts, keys: set[str]) -> None:
    assert company_keys(facts) == keys


@pytest.mark.parametrize(
    ("facts", "keys"),
    [
        (PersonFacts("张三先生", (MOBILE,), "华能"), {f"phone:{MOBILE}", "name:张三"}),
        (PersonFacts("王总", (SWITCHBOARD,)), {"name:王总"}),
        (PersonFacts(""), set()),
    ],
)
def test_what_a_person_is_filed_under(facts: PersonFacts, keys: set[str]) -> None:
    assert person_keys(facts) == keys


def test_a_project_is_found_by_its_name_however_it_is_spaced() -> None:
    assert project_keys("甲 项目(一期)") == project_probes("甲项目（一期）") == {"name:甲项目一期"}


def test_names_beyond_the_longest_have_no_pieces() -> None:
    name = "产业园" * LONGEST
    assert project_keys(name) == {f"name:{name}"} == project_probes(name)


letters = st.text("甲乙丙丁戊己庚辛", min_size=1, max_size=LONGEST)


@st.composite
def near(draw: st.DrawFn) -> tuple[str, str]:
    """A name and what a few slips of the pen make of it."""
    name = draw(letters)
    other = list(name)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(other)))
        match draw(st.sampled_from(["change", "drop", "add"])):
            case "add":
                other.insert(at, draw(st.sampled_from("甲乙丙寅")))
            case "drop" if other:
                del other[min(at, len(other) - 1)]
            case _ if other:
                other[min(at, len(other) - 1)] = draw(st.sampled_from("甲乙丙寅"))
    return name, "".join(other)


@settings(max_examples=400)
@given(near())
def test_every_similar_name_is_nominated(names: tuple[str, str]) -> None:
    keys = project_key(names[0]), project_key(names[1])
    alike = all(keys) and similarity(*keys) >= SIMILAR and max(map(len, keys)) <= LONGEST
    if alike:
        assert project_keys(names[0]) & project_probes(names[1])
        assert project_keys(names[1]) & project_probes(names[0])


words = st.text("青岛西安森奥生物科技啤酒有限公司集团()ＡA ", max_size=14)
phones = st.lists(st.sampled_from([MOBILE, SWITCHBOARD, "+8613900000009", "+8656430009"]), max_size=2)
companies = st.builds(
    CompanyFacts,
    words,
    st.sampled_from(["", "91350100M000100Y43"]),
    phones.map(tuple),
    st.sampled_from(["", "西安", "陕西省西安市", "某地"]),
)
people = st.builds(
    PersonFacts,
    st.text("张王三总先生 ", max_size=4),
    phones.map(tuple),
    st.sampled_from(["", "华能", "华能集团"]),
)


@settings(max_examples=300)
@given(companies, companies)
def test_companies_that_may_be_one_are_nominated(first: CompanyFacts, second: CompanyFacts) -> None:
    if company_duplicate_reasons(first, second):
        assert company_keys(first) & company_probes(second)


@given(people, people)
def test_people_who_may_be_one_are_nominated(first: PersonFacts, second: PersonFacts) -> None:
    if person_duplicate_reasons(first, second):
        assert person_keys(first) & person_keys(second)


def test_pieces_nominate_few_that_are_not_similar() -> None:
    """A name of usual length is looked up under a handful of keys, not under all of its parts."""
    assert len(project_probes("正威长三角电子信息产业中心项目")) <= 16
