"""The rows of the table, in the order of journeys.md; a further journey is added to one of these modules."""

from tests.journeys import first_three, funds, office, posts, sheets, stages, trips
from tests.journeys.frame import Journey

JOURNEYS: tuple[Journey, ...] = (
    *first_three.JOURNEYS,
    *office.JOURNEYS,
    *sheets.JOURNEYS,
    *stages.JOURNEYS,
    *funds.JOURNEYS,
    *posts.JOURNEYS,
    *trips.JOURNEYS,
)
