"""What seeds share: databases used again must begin as new ones do."""

from tests.sim.memory import Fresh, empty_store


def test_a_database_used_again_is_empty_and_finds_nothing() -> None:
    fresh = Fresh(empty_store())
    used = fresh.lend()
    used.execute("INSERT INTO meta (name, value) VALUES ('user', '张三')")
    used.execute("INSERT INTO search (rowid, title, body) VALUES (7, 'hengli', 'suzhou')")
    used.execute("INSERT INTO notice (code, params, at, seen) VALUES ('x', '{}', 0, 0)")
    fresh.release()
    again = fresh.lend()
    assert again is used
    assert again.execute("SELECT count(*) FROM meta").fetchone() == (0,)
    assert again.execute("SELECT rowid FROM search WHERE search MATCH 'heng*'").fetchall() == []
    again.execute("INSERT INTO notice (code, params, at, seen) VALUES ('y', '{}', 0, 0)")
    assert again.execute("SELECT seq FROM notice").fetchall() == [(1,)], "numbers begin anew"
    assert fresh.lend() is not again
    assert again.execute("SELECT * FROM alembic_version").fetchall()
