"""Values reach the file as they are, and by the short way."""

import pytest
import sqlcipher3.dbapi2 as driver

from app.model.binding import bind_plainly

bind_plainly(driver)


@pytest.mark.parametrize("value", [None, True, False, 0, 7, 1.5, "", "恒力", b"", b"\x00\xff"])
def test_values_come_back_as_they_went_in(value: object) -> None:
    connection = driver.connect(":memory:")
    (found,) = connection.execute("SELECT ?", (value,)).fetchone()
    assert found == value
    assert isinstance(found, int if isinstance(value, bool) else type(value))


@pytest.mark.parametrize("value", [None, True, b"x"])
def test_the_driver_does_not_look_further(value: object) -> None:
    """Without somebody in charge ``adapt`` complains, and binding has gone the long way round."""
    assert driver.adapt(value) == value


def test_what_nobody_keeps_is_refused() -> None:
    with pytest.raises(driver.Error):
        driver.connect(":memory:").execute("SELECT ?", (object(),))
