"""The sample data, and a profile filled with it by the demo's own journey."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path

from app.i18n import Translator
from app.profile import Profile
from app.services.desk import Desk
from app.services.scores.bulletins import publish
from ui.cli.demo.circles import meet_people
from ui.cli.demo.dealings import record_dealings
from ui.cli.demo.funds import book_samples, publish_last_month
from ui.cli.demo.grades import grade_samples
from ui.cli.demo.journey import Journey
from ui.cli.demo.outings import plan_outings
from ui.cli.demo.scores import date_signings, sample, set_scores
from ui.cli.demo.site_photos import hang_files, photograph_visits, picture_offers
from ui.cli.demo.sittings import hold_meetings

RULES = "yunxi"  # the demo city's own pack, with a composite score


@contextmanager
def sample_folder() -> Iterator[Path]:
    """The folder of the sample ledger and photo, on the disk."""
    with as_file(files("resources") / "samples") as folder:
        yield folder


@contextmanager
def demo_profile(folder: Path, translator: Translator) -> Iterator[Profile]:
    """The stationed officer's profile as the journey leaves it, with headquarters running.

    Raises:
        DemoStepFailed: the journey did not come to its end.
    """
    with sample_folder() as samples:
        journey = Journey(folder, samples, translator, lambda line: None)
        try:
            journey.run()
            hang_files(journey.stationed.desk, translator)
            meet_people(journey.stationed.desk, samples)
            picture_offers(journey.stationed.desk, translator)
            book_samples(journey.stationed.desk)
            hold_meetings(journey.stationed.desk, samples, translator)
            plan_outings(journey.stationed.desk)
            photograph_visits(journey.stationed.desk, translator)
            date_signings(journey.stationed.desk, samples)
            record_dealings(journey.stationed.desk, samples)
            journey.publish_rules(samples / RULES)
            journey.at_headquarters(sample(samples)["bureau"], partial(_say_at_headquarters, samples))
            journey.stationed.sync()
            grade_samples(journey.stationed.desk, samples)
            yield journey.stationed.profile
        finally:
            journey.close()


def _say_at_headquarters(samples: Path, desk: Desk) -> None:
    publish_last_month(desk)
    set_scores(desk, samples)
    publish(desk)
