"""What is given up of a record that headquarters has elsewhere; real laptops, several offices."""

from pathlib import Path

from sync.client.refused import discard
from sync.hq import backup
from tests.conftest import ExpectedLogs
from tests.convergence.test_offices import ids, refused
from tests.fakes.offices import opened_offices


def test_an_edit_given_up_of_what_lies_elsewhere_since_a_backup_leaves_no_empty_record(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    """Its author had come to the office since; the restored headquarters knows nothing of that."""
    with opened_offices(tmp_path) as offices:
        north, south = offices.laptop("张三", "北方处"), offices.laptop("赵六", "南方处")
        own, kept = north.create("company", name="恒力"), tmp_path / "kept.zip"
        project = south.create("project", name="储能项目", stage="lead")
        offices.settle()
        backup.backup(offices.store, kept, now=offices.now)
        offices.move("张三", "南方处")
        offices.settle()
        north.update("project", project, industry="储能")
        offices.settle()
        backup.restore(offices.store, kept, now=offices.now, randomness=offices.randomness)
        offices.settle()
        assert refused(north) == ["hq.refused.out_of_scope"]
        assert north.value("project", project, "industry") == "储能", "what waits stays with its record"

        discard(north.store, [item.operation.op_id for item in north.store.outbox(state="refused")], "张三")

        assert ids(north) == {("company", own)} and refused(north) == []
        assert north.store.integrity() == []
        offices.settle()
        expected_logs.take("go up again")
