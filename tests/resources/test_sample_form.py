"""The city's form that comes with the product: found whole, and filled with the sample's projects."""

from pathlib import Path

from app.services.fill.form import find_forms
from app.services.fill.sources import guessed
from resources.samples.build_form import FIRST, FORM, LAST, build
from tests.app.services.fill.conftest import ledger_of


def test_the_form_is_understood() -> None:
    (form,) = find_forms(ledger_of(FORM))
    assert (form.heading, form.first, form.last, form.total) == ((3, 5), FIRST, LAST, LAST + 1)
    assert form.kind == "project" and form.units.money is not None and form.units.land is not None
    sources = [*guessed(form, "project").values()]
    assert sources == [
        *("serial", "name", "investor_id", "investment", "contract_amount", "land", "stage", "started_on", "")
    ]


def test_the_file_is_the_one_the_script_builds(tmp_path: Path) -> None:
    build(tmp_path / FORM.name)
    assert ledger_of(tmp_path / FORM.name).workbook == ledger_of(FORM).workbook
