"""What this product is: version, licence, and the licences of what is bundled with it."""

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import qVersion

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.card import Card, Facts
from ui.widgets.label import Label


def product_version() -> str:
    """The installed version, or "" from a bare source tree."""
    try:
        return version("outpost")
    except PackageNotFoundError:
        return ""


def system_words() -> str:
    """The system this runs on, for a report."""
    return f"{platform.system()} {platform.release()} · Python {platform.python_version()} · Qt {qVersion()}"


def about_card(theme: Theme) -> Card:
    """Version, system and licences."""
    tr = theme.words.tr
    card = Card(theme, tr("ui.settings.about"))
    facts = Facts(theme, 120)
    facts.set_facts(
        [
            (tr("ui.about.version"), f"{tr('ui.product')} {product_version()}"),
            (tr("ui.about.system"), system_words()),
            (tr("ui.about.licence"), "Apache-2.0"),
            (tr("ui.about.parts"), tr("ui.about.parts.list")),
        ]
    )
    card.body.addWidget(facts)
    card.body.addWidget(Label(tr("ui.no_secrets"), Role.META, "text.3", wrap=True))
    return card
