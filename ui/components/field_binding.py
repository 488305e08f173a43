"""One field of a record bound to its editor: what to show, what to hand to a service, what a draft keeps."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject

from app.model.field import Field, Format, Type
from app.rules.phones import display_phone
from app.rules.pinyin import read_pinyin
from ui.components.lookup import finder, linked
from ui.components.parsers import money_as_typed, read_day, read_land, read_money
from ui.components.refs_field import RefsField, as_links
from ui.context.context import Context
from ui.widgets.fields.choice_field import Choice, ChoiceField, RefField
from ui.widgets.fields.editor import FieldEditor
from ui.widgets.fields.list_field import LinesField, TagsField
from ui.widgets.fields.parsed_field import AmountField, DateField
from ui.widgets.fields.text_field import TextArea, TextField
from ui.widgets.suggestions import Suggestion

NewRecord = Callable[[str, str, Callable[[Suggestion], None]], None]
"""Makes a record of a kind named by a text, then hands it back: (kind, text, on_made)."""
_PARSED = (Type.MONEY, Type.LAND, Type.DATE)


class FieldBinding(QObject):
    """Keeps what was typed word for word, because a value alone would hide 2亿元以上."""

    def __init__(
        self, ctx: Context, field: Field, *, on_new: NewRecord | None = None, lines: int = 3
    ) -> None:
        super().__init__()
        self._ctx, self.field = ctx, field
        self._typed: str | None = None
        self.touched = False
        self.editor = self._make(on_new, lines)
        self.editor.changed.connect(self._changed)

    # ---- values
    def show_value(self, value: Any) -> None:
        """Show what the record holds; nothing counts as touched then."""
        field, editor = self.field, self.editor
        if field.type is Type.REFERENCE:
            links = linked(self._ctx, field.target, [value]) if value else []
            editor.set_value(links[0] if links else None)
        elif field.type is Type.REFERENCES:
            editor.set_value(linked(self._ctx, field.target, value or []))
        elif field.format is Format.PHONE:
            editor.set_value([display_phone(one) for one in value or ()])
        elif field.type is Type.INTEGER:
            editor.set_value(None if value is None else str(value))
        else:
            editor.set_value(value)
        self._typed, self.touched = None, False

    def given(self) -> Any:
        """What a service is to read: the words as typed, or the picked value."""
        field, editor = self.field, self.editor
        if field.type in _PARSED:
            return self._words()
        if field.type is Type.CHOICE:
            return editor.value() or editor.raw().strip()
        if field.type in (Type.REFERENCE, Type.REFERENCES, Type.TEXTS):
            return editor.value()
        return editor.raw()

    def filled(self) -> bool:
        """Whether anything is in the editor."""
        return bool(self.editor.value()) or bool(self.editor.raw().strip())

    def problem(self) -> str:
        """Why a typed link or choice is none; everything else is the service's to judge."""
        if self.field.type in (Type.REFERENCE, Type.REFERENCES):
            return self.editor.problem()
        return ""

    # ---- drafts
    def draft(self) -> Any:
        """What a draft keeps, as JSON."""
        editor = self.editor
        if isinstance(editor, RefField):
            return [editor.value(), editor.raw()] if editor.value() else editor.raw()
        if isinstance(editor, RefsField):
            return [[link.key, link.text] for link in editor.links()]
        return self._typed if self._typed is not None else editor.raw()

    def restore(self, kept: Any) -> None:
        """Put a draft back."""
        editor = self.editor
        if isinstance(editor, RefField) and isinstance(kept, list):
            editor.set_value(next(iter(as_links([kept])), None))
        elif isinstance(editor, RefsField):
            editor.set_value(as_links(kept if isinstance(kept, list) else []))
        else:
            editor.set_raw(str(kept))
            self._typed = str(kept)
        self.touched = True

    # ---- inside
    def _words(self) -> str:
        words = self._typed if self._typed is not None else self.editor.raw()
        return money_as_typed(self._ctx, words, self.field) if self.field.type is Type.MONEY else words

    def _changed(self) -> None:
        self.touched = True
        self._typed = self.editor.raw()

    def _make(self, on_new: NewRecord | None, lines: int) -> FieldEditor:
        ctx, field, theme = self._ctx, self.field, self._ctx.theme
        match field.type:
            case Type.LONG_TEXT:
                return TextArea(theme, lines=lines)
            case Type.MONEY:
                example = ctx.tr("ui.form.example.money")
                return AmountField(
                    theme,
                    lambda t: read_money(ctx, t, field),
                    lambda v: ctx.formats.exact(v, field),
                    unit=ctx.formats.unit_name_of(field),
                    example=example,
                )
            case Type.LAND:
                unit = ctx.tr("ui.unit.mu")
                return AmountField(theme, lambda t: read_land(ctx, t), lambda v: f"{v:f}", unit=unit)
            case Type.DATE:
                example = ctx.tr("ui.form.example.date")
                return DateField(
                    theme,
                    lambda t: read_day(ctx, t),
                    ctx.formats.day,
                    today=ctx.desk.today,
                    example=example,
                )
            case Type.CHOICE:
                return ChoiceField(theme, choices_of(ctx, field))
            case Type.REFERENCE | Type.REFERENCES:
                return self._reference(on_new)
            case Type.TEXTS if field.format is Format.PHONE:
                return LinesField(theme, add=ctx.tr("ui.form.add_line"))
            case Type.TEXTS:
                return TagsField(theme, example=ctx.tr("ui.form.example.tags"))
        return TextField(theme)

    def _reference(self, on_new: NewRecord | None) -> FieldEditor:
        ctx, field = self._ctx, self.field
        find = finder(ctx, field.target, self)
        kind, example = ctx.formats.kind(field.target), ctx.tr("ui.form.example.link")
        texts: dict[str, Any] = {"example": example}
        if on_new is not None:
            texts["new_text"] = lambda text: ctx.tr("ui.form.make_new", kind=kind, name=text)
            texts["on_new"] = lambda text: on_new(field.target, text, self._made)
        if field.type is Type.REFERENCES:
            return RefsField(ctx, find, **texts)
        return RefField(ctx.theme, find, **texts)

    def _made(self, link: Suggestion) -> None:
        """A record was made from the typed text: link to it."""
        if isinstance(self.editor, RefsField):
            self.editor.add(link)
        else:
            self.editor.set_value(link)
            self.editor.changed.emit()
            self.editor.committed.emit()


def choices_of(ctx: Context, field: Field) -> list[Choice]:
    """The choices in words, found by pinyin initials too."""
    made: list[Choice] = []
    for key in field.choices:
        text = ctx.formats.choice(field, key)
        made.append(Choice(key, text, also=" ".join(read_pinyin(text).initials)))
    return made


def touched_values(bindings: Mapping[str, FieldBinding]) -> dict[str, Any]:
    """Fields the user changed, as a service takes them."""
    return {name: one.given() for name, one in bindings.items() if one.touched}
