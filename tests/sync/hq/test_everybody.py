"""Records of the unit ``*`` lie within every scope."""

from sqlalchemy import Column, MetaData, String, Table, create_engine, insert, select

from sync.hq.scopes import EVERYBODY, Principal, scope

ROWS = Table("rows", MetaData(), Column("unit", String))


def principal(role: str, unit: str) -> Principal:
    return Principal("d", "u", "张三", role, unit)


def test_an_officer_holds_the_units_own_records_and_everybodys() -> None:
    visible = scope(principal("officer", "north"))
    assert [visible.covers(unit) for unit in ("north", EVERYBODY, "south", "")] == [True, True, False, False]
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        ROWS.metadata.create_all(connection)
        connection.execute(insert(ROWS), [{"unit": one} for one in ("north", "south", "", EVERYBODY)])
        seen = set(connection.execute(select(ROWS.c.unit).where(visible.clause(ROWS.c.unit))).scalars())
        assert seen == {"north", EVERYBODY}


def test_what_is_everybodys_is_also_seen_by_those_who_see_all() -> None:
    assert scope(principal("hq", "")).covers(EVERYBODY)
