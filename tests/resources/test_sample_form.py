"""The city's form that comes with the product: found whole, and filled with the sample's projects."""

from app.services.fill.form import find_forms
from app.services.fill.sources import guessed
from resources.samples.build_form import FIRST, FORM, LAST
from tests.app.services.fill.conftest import ledger_of


def test_the_form_is_understood() -> None:
    (form,) = find_forms(ledger_of(FORM))
    assert (form.heading, form.first, form.last, form.total) == ((3, 5), FIRST, LAST, LAST + 1)
    assert form.kind == "project" and form.units.money is not None and form.units.land is not None
    sources = [*guessed(form, "project").values()]
    assert sources == [
        *("serial", "name", "investor_id", "investment", "contract_amount", "land", "stage", "started_on", "")
    ]
