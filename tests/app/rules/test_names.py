"""Keys of names, and why two records may be one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.names import (
    SIMILAR,
    CompanyFacts,
    Match,
    PersonFacts,
    company_duplicate_reasons,
    company_key,
    person_duplicate_reasons,
    person_key,
    similarity,
    trimmed_company_name,
)


@pytest.mark.parametrize(
    ("name", "key", "trimmed"),
    [
        ("众喜水泥", "众喜水泥", "众喜"),
        ("青岛啤酒股份有限公司", "青岛啤酒", "青岛啤酒"),
        ("青岛啤酒", "青岛啤酒", "青岛啤酒"),
        ("长乐钢铁公司", "长乐钢铁", "长乐钢铁"),
        ("江苏兴力", "兴力", "兴力"),
        ("兴力有限责任公司", "兴力", "兴力"),
        ("西安森奥生物公司", "森奥生物", "森奥"),
        ("陕西壬兴实业桑葚果醋饮品有限公司", "壬兴实业桑葚果醋饮品", "壬兴实业桑葚果醋饮品"),
        ("*县新合成建材有限公司", "县新合成建材", "县新合成"),
        ("(韩资企业)", "韩资企业", "韩资"),
        ("坚瑞沃能股份有限公司", "坚瑞沃能", "坚瑞沃能"),
        ("坚瑞沃能（西安）股份有限公司", "坚瑞沃能", "坚瑞沃能"),
        ("正威集团", "正威", "正威"),
        ("正威集團有限公司", "正威", "正威"),
        ("華潤", "华润", "华润"),
        ("Ｘ集团", "x集团", "x集团"),
        ("山东省青岛市海尔集团有限公司", "海尔", "海尔"),
        ("中国地质大学(武汉)", "中国地质大学", "中国地质"),
        ("同济大学 / 中国地质大学", "同济大学中国地质大学", "同济大学中国地质"),
        ("ABC Co., Ltd.", "abc", "abc"),
        ("公司", "公司", "公司"),
        ("北京", "北京", "北京"),
        ("", "", ""),
        ("***", "", ""),
    ],
)
def test_company_keys(name: str, key: str, trimmed: str) -> None:
    assert (company_key(name), trimmed_company_name(name)) == (key, trimmed)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("王 伟", "王伟"),
        ("王　伟", "王伟"),
        ("仇(qiú)总", "仇总"),
        ("諸葛亮", "诸葛亮"),
        ("John  Smith", "johnsmith"),
        ("", ""),
    ],
)
def test_person_keys(name: str, key: str) -> None:
    assert person_key(name) == key


Company = CompanyFacts


@pytest.mark.parametrize(
    ("first", "second", "matches"),
    [
        (Company("甲", "91350100M000100Y43"), Company("乙", "91350100M000100Y43"), [Match.CREDIT_CODE]),
        (Company("甲", phones=("+8613800138000",)), Company("乙", phones=("+8613800138000",)), [Match.PHONE]),
        (Company("甲", phones=("+8651263838888",)), Company("乙", phones=("+8651263838888",)), []),
        (Company("青岛啤酒"), Company("青岛啤酒股份有限公司"), [Match.NAME]),
        (Company("江苏兴力"), Company("兴力集团有限公司"), [Match.NAME]),
        (Company("华润"), Company("華潤（集团）有限公司"), [Match.NAME]),
        (Company("西安森奥生物公司"), Company("森奥", city="西安市"), [Match.NAME_CITY]),
        (Company("森奥生物", city="西安"), Company("森奥科技", city="陕西省西安市"), [Match.NAME_CITY]),
        (Company("森奥生物", city="西安"), Company("森奥科技", city="宝鸡"), []),
        (Company("森奥生物"), Company("森奥科技"), []),
        (Company("陕西壬兴实业桑葚果醋饮品有限公司"), Company("壬兴实业桑椹果醋饮品"), [Match.SIMILAR]),
        (Company("青岛啤酒"), Company("青岛银行", city="青岛"), []),
        (Company("华润"), Company("华能"), []),
        (Company(""), Company(""), []),
        (Company("***"), Company("**"), []),
        (Company("甲水泥", "91350100M000100Y43"), Company("甲水泥", "91110108082846177M"), []),
        (Company("甲水泥", "91350100M000100Y43"), Company("甲水泥"), [Match.NAME]),
    ],
)
def test_companies_that_may_be_one(first: CompanyFacts, second: CompanyFacts, matches: list[Match]) -> None:
    assert [found.match for found in company_duplicate_reasons(first, second)] == matches
    assert [found.match for found in company_duplicate_reasons(second, first)] == matches


Person = PersonFacts
NUMBER = "+8613900000009"


@pytest.mark.parametrize(
    ("first", "second", "matches"),
    [
        (Person("王伟", employer="华能"), Person("王 伟", (NUMBER,), "华能"), [Match.NAME_EMPLOYER]),
        (Person("王伟", employer="华能"), Person("王伟", employer="华能集团有限公司"), [Match.NAME_EMPLOYER]),
        (Person("王伟", employer="华能"), Person("王伟", employer="华润"), []),
        (Person("王伟"), Person("王伟"), []),
        (Person("王伟", (NUMBER,)), Person("李四", (NUMBER,)), [Match.PHONE]),
        (Person("王伟", ("+8651263838888",)), Person("李四", ("+8651263838888",)), []),
        (
            Person("王伟", (NUMBER,), "华能"),
            Person("王伟", (NUMBER,), "华能"),
            [Match.PHONE, Match.NAME_EMPLOYER],
        ),
        (Person("王伟", (NUMBER,)), Person("王伟", ("+8656430009",)), [Match.NAME_PHONE_TAIL]),
        (Person("张三", employer="华能"), Person("张三先生", employer="华能"), [Match.NAME_EMPLOYER]),
        (Person("王总", employer="华能"), Person("王女士", employer="华能"), []),
        (Person("", (), "华能"), Person("", (), "华能"), []),
    ],
)
def test_people_who_may_be_one(first: PersonFacts, second: PersonFacts, matches: list[Match]) -> None:
    assert [found.match for found in person_duplicate_reasons(first, second)] == matches
    assert [found.match for found in person_duplicate_reasons(second, first)] == matches


def test_similarity_is_one_minus_the_share_of_edits() -> None:
    assert similarity("壬兴实业桑葚果醋饮品", "壬兴实业桑椹果醋饮品") == pytest.approx(0.9)
    assert similarity("华润", "华能") == pytest.approx(0.5)
    assert similarity("壬兴实业桑葚果醋饮品", "壬兴实业桑椹果醋饮品") > SIMILAR


@given(st.text() | st.text("青岛市省西安华润啤酒水泥集团股份有限公司()（）a ", max_size=16))
def test_keys_are_idempotent(name: str) -> None:
    assert company_key(company_key(name)) == company_key(name)
    assert person_key(person_key(name)) == person_key(name)
    assert trimmed_company_name(trimmed_company_name(name)) == trimmed_company_name(name)


def test_a_shared_number_is_told_as_people_write_it() -> None:
    first, second = Company("甲", phones=("+8613800138000",)), Company("乙", phones=("+8613800138000",))
    (reason,) = company_duplicate_reasons(first, second)
    assert reason.reason.params["value"] == "138 0013 8000"
