"""Who is whom: keys of companies, projects and people, against the store and within a file."""

import pytest

from app.rules.names import PersonFacts, project_key
from app.services.ledger.duplicates import (
    KnownIndex,
    Likeness,
    PeopleIndex,
    Sameness,
    company_identity,
)
from app.services.ledger.known import KnownCompany, KnownContact, KnownProject
from tests.fakes.ledgers import FakeKnown


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("青岛啤酒", "青岛啤酒股份有限公司"),
        ("众喜水泥", "众喜水泥有限公司"),
        ("华润集团", "华润"),
        ("ＡＢＣ公司", "abc有限公司"),
        ("喬子梁煤业", "乔子梁煤业"),
    ],
)
def test_one_company_written_two_ways(first: str, second: str) -> None:
    assert company_identity(first) == company_identity(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("华润", "华能"),
        ("中国地质大学(武汉)", "中国地质大学"),
        ("中国地质大学（武汉）", "中国地质大学(北京)"),
        ("X集团", "Y集团"),
    ],
)
def test_two_companies_stay_two(first: str, second: str) -> None:
    assert company_identity(first) != company_identity(second)


def test_brackets_of_any_width_are_the_same() -> None:
    assert company_identity("中国地质大学（武汉）") == company_identity("中国地质大学(武汉)")


def test_names_of_signs_only_have_an_identity() -> None:
    assert company_identity("**") == "**"
    assert project_key("***") == "***"
    assert project_key("甲 项目(一期)") == project_key("甲项目（一期）")


def index(**lists: object) -> KnownIndex:
    return KnownIndex(FakeKnown(**lists))  # type: ignore[arg-type]


def sameness(found: Likeness | None) -> tuple[str, Sameness] | None:
    return (found.id, found.sameness) if found else None


def test_companies_of_the_store() -> None:
    known = index(
        company_list=[
            KnownCompany("k1", "青岛啤酒股份有限公司"),
            KnownCompany("k2", "中国地质大学"),
            KnownCompany("k3", "陕西壬兴实业桑葚果醋饮品有限公司"),
            KnownCompany("k4", "某某", "91110108551385082Q"),
        ]
    )
    assert sameness(known.company("青岛啤酒")) == ("k1", Sameness.SAME)
    assert sameness(known.company("中国地质大学(武汉)")) == ("k2", Sameness.SIMILAR)
    assert sameness(known.company("壬兴实业桑椹果醋饮品")) == ("k3", Sameness.SIMILAR)
    assert sameness(known.company("改了名", "91110108551385082Q")) == ("k4", Sameness.SAME)
    assert sameness(known.company("某某", "91350100M000100Y43")) == ("k4", Sameness.SIMILAR)
    assert known.company("燕京啤酒") is None
    assert known.company("") is None


def test_projects_of_the_store() -> None:
    known = index(
        project_list=[
            KnownProject("p1", "正威长三角电子信息产业中心项目", "正威集团"),
            KnownProject("p2", "光热采暖项目"),
        ]
    )
    assert sameness(known.project("光热采暖项目", "华能")) == ("p2", Sameness.SAME)
    assert sameness(known.project("光热 采暖项目", "")) == ("p2", Sameness.SAME)
    long = "正威长三角电子信息产业中心项目"
    assert sameness(known.project(long, "正威")) == ("p1", Sameness.SAME)
    assert sameness(known.project(long, "华能")) == ("p1", Sameness.SIMILAR)
    assert sameness(known.project(long + "二", "正威")) == ("p1", Sameness.SIMILAR)
    assert known.project(long + "二", "华能") is None
    assert known.project("光热制冷项目", "") is None


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (PersonFacts("张三", ("+8613700000001",)), Sameness.SAME),
        (PersonFacts("张三", ("+8613700000001",), "华能"), Sameness.SAME),
        (PersonFacts("张三", (), "华润集团"), Sameness.SAME),
        (PersonFacts("张 三", (), "华润"), Sameness.SAME),
        (PersonFacts("张三", ("+8613700000002",), "华润"), Sameness.SIMILAR),
        (PersonFacts("张三", ("+8613800000001",)), Sameness.SIMILAR),
        (PersonFacts("李四", ("+8613700000001",)), Sameness.SIMILAR),
        (PersonFacts("张三", (), "华能"), None),
        (PersonFacts("张三", ("+8613700009999",), "华能"), None),
        (PersonFacts("李四", (), "华润"), None),
    ],
)
def test_people(facts: PersonFacts, expected: Sameness | None) -> None:
    people = PeopleIndex([KnownContact("c1", "张三", ("+8613700000001",), "华润")])
    found = people.find(facts)
    assert (found[1] if found else None) == expected


def test_the_same_person_goes_before_a_similar_one() -> None:
    people = PeopleIndex(
        [
            KnownContact("c1", "张三", ("+8613700000002",), "华润"),
            KnownContact("c2", "张三", ("+8613700000001",), "华润"),
        ]
    )
    found = people.find(PersonFacts("张三", ("+8613700000001",), "华润"))
    assert found is not None
    assert (found[0].id, found[1]) == ("c2", Sameness.SAME)


def test_why_is_said_with_the_name() -> None:
    found = index(contact_list=[KnownContact("c1", "张三", (), "华润")]).contact(
        PersonFacts("张三", (), "华润")
    )
    assert found is not None
    assert (found.reason.key, found.reason.params, found.title) == (
        "import.warn.same",
        {"name": "张三"},
        "张三",
    )


def test_what_a_file_asks_for_is_looked_up_once() -> None:
    """An import of thousands of rows must not ask the store thousands of times."""
    asked: list[int] = []

    class Counting(FakeKnown):
        def companies(self, keys):  # type: ignore[no-untyped-def]
            asked.append(len(keys))
            return super().companies(keys)

    known = KnownIndex(Counting(company_list=[KnownCompany("k1", "青岛啤酒股份有限公司")]))
    names = ["青岛啤酒", "燕京啤酒", "陕西壬兴实业桑葚果醋饮品有限公司"]
    known.look_ahead([(name, "") for name in names], [PersonFacts("张三")], ["甲项目"])
    assert len(asked) == 1
    assert sameness(known.company("青岛啤酒")) == ("k1", Sameness.SAME)
    assert known.company("燕京啤酒") is None and known.company(names[2]) is None
    assert len(asked) == 1
