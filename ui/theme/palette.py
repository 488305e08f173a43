"""The Qt palette of a theme, so that whatever the stylesheet does not reach still wears the right colours."""

from PySide6.QtGui import QPalette

from ui.theme.tokens import Token, Tokens

_ROLES: dict[QPalette.ColorRole, Token] = {
    QPalette.ColorRole.Window: "bg.app",
    QPalette.ColorRole.WindowText: "text.1",
    QPalette.ColorRole.Base: "bg.panel",
    QPalette.ColorRole.AlternateBase: "bg.panel",
    QPalette.ColorRole.Text: "text.1",
    QPalette.ColorRole.Button: "bg.panel",
    QPalette.ColorRole.ButtonText: "text.1",
    QPalette.ColorRole.BrightText: "on.accent",
    QPalette.ColorRole.Highlight: "bg.selection",
    QPalette.ColorRole.HighlightedText: "text.1",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.PlaceholderText: "text.3",
    QPalette.ColorRole.ToolTipBase: "bg.panel",
    QPalette.ColorRole.ToolTipText: "text.1",
    QPalette.ColorRole.Light: "bg.hover",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border.strong",
    QPalette.ColorRole.Shadow: "border",
    QPalette.ColorRole.Accent: "accent",
}
_DISABLED = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


def make_palette(tokens: Tokens) -> QPalette:
    """Return the palette of ``tokens`` for every colour group."""
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, tokens[token])
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, tokens["text.disabled"])
    return palette
