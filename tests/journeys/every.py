"""The rows of the table, in the order of journeys.md; a further journey is added to one of these modules."""

from tests.journeys import first_three, stages, trips
from tests.journeys.frame import Journey

JOURNEYS: tuple[Journey, ...] = (*first_three.JOURNEYS, *stages.JOURNEYS, *trips.JOURNEYS)
