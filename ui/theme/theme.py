"""The look in force: colours, sizes, fonts and icons, changed live for the whole application."""

from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPixmap
from PySide6.QtWidgets import QApplication

from app.i18n import Translator
from ui.theme.icons import IconSet
from ui.theme.palette import make_palette
from ui.theme.stylesheet import fill
from ui.theme.tokens import Token, Tokens, load_tokens
from ui.theme.type_scale import Role, load_families, make_font

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

MOTION_MS = 150
STYLE, STYLED = "Fusion", "outpostStyled"
"""Our style, and the property of an application that was started with it: asking it takes 20 ms."""
_MIN_PERCENT, _MAX_PERCENT = 100, 200


class Mode(Enum):
    """Which colours to use; AUTO follows the system."""

    LIGHT = "light"
    DARK = "dark"
    AUTO = "auto"


THEMES = {"light": Mode.LIGHT, "dark": Mode.DARK, "system": Mode.AUTO}
"""What a profile's settings call them."""


class Density(Enum):
    """Height of a grid row in px at 100 %."""

    COMPACT = 28
    NORMAL = 32
    RELAXED = 36


class Theme(QObject):
    """Every widget gets the one theme of its window and repaints on ``changed``.

    It also carries the translator, so that a widget's own few words ("close", "required") are in the user's
    language; all other text is given to widgets already translated.
    """

    changed = Signal()
    """Colours, text size, density or motion changed."""

    def __init__(
        self,
        app: QApplication,
        translator: Translator,
        resources: Path,
        *,
        system: Callable[[], Qt.ColorScheme] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """``system`` says what AUTO follows; Qt's own answer unless given."""
        super().__init__(parent)
        self._app, self._system = app, system or app.styleHints().colorScheme
        self._translator = translator
        self._tokens: dict[bool, Tokens] = {
            False: load_tokens(resources / "styles" / "light.json"),
            True: load_tokens(resources / "styles" / "dark.json"),
        }
        self._template = (resources / "styles" / "outpost.qss").read_text(encoding="utf-8")
        self._fonts: dict[tuple[Role, bool | None, int, bool], QFont] = {}
        self._icons = IconSet(resources / "icons")
        self.families = load_families(resources / "fonts")
        self._mode, self._density, self._percent, self._reduced_motion = Mode.AUTO, Density.NORMAL, 100, False
        self._dark, self._applied, self._sheet = self._system_is_dark(), False, ""
        # The stylesheet can take an icon only from a file.
        self._files = QTemporaryDir()
        app.styleHints().colorSchemeChanged.connect(self._follow_system)

    # ---- what is in force
    @property
    def words(self) -> Translator:
        return self._translator

    @property
    def dark(self) -> bool:
        return self._dark

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def density(self) -> Density:
        return self._density

    @property
    def percent(self) -> int:
        """The user's text size, 100 to 200."""
        return self._percent

    @property
    def tokens(self) -> Tokens:
        return self._tokens[self._dark]

    @property
    def row_height(self) -> int:
        return self.px(self._density.value)

    @property
    def motion_ms(self) -> int:
        """Length of a movement: 0 when the user or the system asks for none."""
        moving = not self._reduced_motion and QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
        return MOTION_MS if moving else 0

    def color(self, token: Token) -> QColor:
        return self.tokens[token]

    def px(self, length: int | float) -> int:
        """``length`` in px at 100 % as px at the user's text size."""
        return round(length * self._percent / 100)

    def font(self, role: Role = Role.BODY, *, bold: bool | None = None) -> QFont:
        """A copy of one that is kept: lists ask for each word, and Qt looks up what is in a font but once."""
        half = self._translator.language == "en"
        asked = role, bold, self._percent, half
        if asked not in self._fonts:
            scale = self._percent / 100
            self._fonts[asked] = make_font(self.families, role, scale, bold=bold, half_marks=half)
        return QFont(self._fonts[asked])

    def metrics(self, role: Role = Role.BODY, *, bold: bool | None = None) -> QFontMetrics:
        return QFontMetrics(self.font(role, bold=bold))

    # ---- icons
    def pixmap(self, name: str, token: Token = "text.2", size: int = 16, ratio: float = 1.0) -> QPixmap:
        """Icon ``name``, ``size`` px at 100 %, tinted."""
        return self._icons.pixmap(name, self.color(token), self.px(size), ratio)

    def icon(self, name: str, token: Token = "text.2", size: int = 16) -> "QIcon":
        """Icon ``name`` for a menu or item view, in the colours in force: fetch it when you show it."""
        return self._icons.icon(name, self.color(token), self.color("text.disabled"), self.px(size))

    def icon_names(self) -> list[str]:
        return self._icons.names()

    # ---- changing
    def set_words(self, translator: Translator) -> None:
        """Speak another language; widgets made from now on do, so the window builds itself anew."""
        self._translator = translator
        self._app.setFont(self.font())

    @property
    def worn(self) -> bool:
        """Whether the application still wears what this theme dressed it in; another theme may have since."""
        return self._applied and self._app.styleSheet() == self._sheet

    def apply(self) -> None:
        """Dress the application and tell every widget."""
        self._applied = True
        if not self._app.property(STYLED) and self._app.style().objectName().lower() != STYLE.lower():
            self._app.setStyle(STYLE)
        self._app.setPalette(make_palette(self.tokens))
        self._app.setFont(self.font())
        self._sheet = fill(self._template, self.tokens, self._percent / 100, self._icon_file)
        self._app.setStyleSheet(self._sheet)
        self.changed.emit()

    def set_mode(self, mode: Mode) -> None:
        before, self._mode = self._dark, mode
        self._dark = self._system_is_dark() if mode is Mode.AUTO else mode is Mode.DARK
        if self._dark != before or not self._applied:
            self.apply()

    def set_percent(self, percent: int) -> None:
        """Set the text size; a value outside 100–200 is moved to the nearer end."""
        before, self._percent = self._percent, min(max(percent, _MIN_PERCENT), _MAX_PERCENT)
        if self._percent != before or not self._applied:
            self.apply()

    def set_density(self, density: Density) -> None:
        self._density = density
        self.changed.emit()

    def set_reduced_motion(self, reduced: bool) -> None:
        self._reduced_motion = reduced
        self.changed.emit()

    # ---- internal
    def _system_is_dark(self) -> bool:
        return self._system() is Qt.ColorScheme.Dark

    def _follow_system(self) -> None:
        if self._mode is Mode.AUTO and self._dark != self._system_is_dark():
            self.set_mode(Mode.AUTO)

    def _icon_file(self, name: str, token: Token) -> str:
        colour = self.color(token)
        file = Path(self._files.filePath(f"{name}-{colour.rgba():08x}.svg"))
        if not file.exists():
            file.write_text(self._icons.svg(name, colour), encoding="utf-8")
        return file.as_posix()
