"""A business card beside what was read of it, each field with how sure it is; one undo."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QBuffer, QSize, Qt, Signal
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout

from app.errors import OutpostError
from app.model.registry import KINDS
from app.rules.business_cards import CardLine
from app.rules.phones import display_phone
from app.services.card_reading import CardPlan, keep_card, plan_card, read_picture, reader_there
from app.services.errors import InvalidRecord
from ui.background.aside import Aside
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.models.columns import Level
from ui.theme.type_scale import Role
from ui.widgets.card import Box
from ui.widgets.label import Label
from ui.widgets.line_edit import LineEdit, TextEdit
from ui.widgets.marks import Light
from ui.widgets.nesting import nest

FIELDS = ("name", "company", "title", "phones", "email", "wechat", "note")
SURE, DOUBTFUL = 0.85, 0.6
PICTURE = 360


class CardDialog(WritingDialog):
    """Without the reader of pictures the fields are typed; the picture is kept either way."""

    read = Signal()
    """What was read of the picture is shown."""

    def __init__(self, ctx: Context, content: bytes, file_name: str) -> None:
        title, keep = ctx.tr("ui.card_scan.title"), ctx.tr("ui.card_scan.keep")
        super().__init__(ctx, title, keep, width=820, size=(900, 540))
        self._content, self._file_name = content, file_name
        self.fields: dict[str, LineEdit | TextEdit] = {}
        self.lights: dict[str, Light] = {}
        row = QHBoxLayout()
        row.setSpacing(ctx.theme.px(16))
        row.addWidget(self._picture(), 0, Qt.AlignmentFlag.AlignTop)
        nest(row, self._form(), 1)
        self.summary = Label("", Role.META, "text.2", wrap=True)
        self.summary.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.body.addWidget(self.summary)
        nest(self.body, row, 1)
        self.note.setText(ctx.tr("ui.card_scan.picture_kept"))
        self._begin()

    # ---- building
    def _picture(self) -> Box:
        ctx, px = self._ctx, self._ctx.theme.px
        frame = Box(ctx.theme, radius=6)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        self.picture = Label("")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(ctx.tr("ui.card_scan.picture"))
        buffer = QBuffer()
        buffer.setData(self._content)
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)  # telephones keep a photograph as the sensor lay
        if not (shown := reader.read()).isNull():
            size = QSize(px(PICTURE), px(PICTURE))
            smooth = Qt.TransformationMode.SmoothTransformation
            small = shown.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, smooth)
            self.picture.setPixmap(QPixmap.fromImage(small))
        else:
            self.picture.setText(ctx.tr("ui.card_scan.no_picture"))
        inside.addWidget(self.picture)
        frame.setFixedWidth(px(PICTURE + 2))
        return frame

    def _form(self) -> QGridLayout:
        ctx, px = self._ctx, self._ctx.theme.px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(FIELDS), 1)
        for at, name in enumerate(FIELDS):
            label = ctx.tr(f"ui.card_scan.{'title_field' if name == 'title' else name}")
            edit: LineEdit | TextEdit = (
                TextEdit(ctx.theme, lines=3) if name == "note" else LineEdit(ctx.theme)
            )
            edit.setAccessibleName(label)
            light = Light(ctx.theme, "green", "", Role.META)
            light.hide()
            grid.addWidget(Label(label, Role.META, "text.2"), at, 0)
            grid.addWidget(edit, at, 1)
            grid.addWidget(light, at, 2)
            self.fields[name], self.lights[name] = edit, light
        return grid

    # ---- reading
    def _begin(self) -> None:
        content = self._content
        if not reader_there():
            self.summary.setText(self._ctx.tr("ui.card_scan.no_reader"))
            return
        self.summary.setText(self._ctx.tr("ui.card_scan.reading"))
        Aside(self, partial(read_picture, content), self.take_lines, self._not_read)

    def take_lines(self, lines: list[CardLine]) -> None:
        """Show what the lines of the card say."""
        ctx = self._ctx
        ctx.read(lambda: plan_card(ctx.desk, lines), self._show, owner=self)

    def _show(self, plan: CardPlan) -> None:
        ctx = self._ctx
        texts: Mapping[str, str] = {
            **{
                name: str(plan.values.get(name) or "")
                for name in ("name", "title", "email", "wechat", "note")
            },
            "company": plan.company,
            "phones": "、".join(display_phone(one) for one in plan.values.get("phones", ())),
        }
        for name, edit in self.fields.items():
            if isinstance(edit, LineEdit):
                edit.setText(texts[name])
            else:
                edit.setPlainText(texts[name])
            self._say_how_sure(name, plan.confidence.get(name) if texts[name] else None)
        if plan.same:
            row = plan.same[0]
            self.summary.set_tone("warn")
            self.summary.setText(ctx.tr("ui.card_scan.same", name=ctx.formats.title(row)))
        else:
            self.summary.setText(ctx.tr("ui.card_scan.check"))
        self.read.emit()

    def _say_how_sure(self, name: str, sure: float | None) -> None:
        """A light by shape and colour, and the figure."""
        light = self.lights[name]
        light.setVisible(sure is not None)
        if sure is not None:
            level: Level = "green" if sure >= SURE else "yellow" if sure >= DOUBTFUL else "red"
            light.set_light(level, f"{round(sure * 100)}%")

    # ---- keeping
    def _text(self, name: str) -> str:
        edit = self.fields[name]
        return (edit.text() if isinstance(edit, LineEdit) else edit.toPlainText()).strip()

    def writing(self) -> Writing:
        ctx, content, file_name = self._ctx, self._content, self._file_name
        values: dict[str, object] = {name: self._text(name) for name in FIELDS if name != "company"}
        values["phones"] = [
            one for one in self._text("phones").replace("，", "、").split("、") if one.strip()
        ]
        company = self._text("company")
        unnamed = ctx.tr("ui.card_scan.unnamed", day=ctx.formats.day(ctx.today()))
        more = {"file_name": file_name, "company": company, "unnamed": unnamed}
        said = ctx.tr("ui.said.card", name=str(values["name"] or unnamed))
        return Writing(lambda: keep_card(ctx.desk, content, values=values, **more)[1], said)

    def refused(self, error: InvalidRecord) -> None:
        ctx, problem = self._ctx, error.problems[0]
        label = ctx.formats.label(KINDS["contact"].fields[problem.field])
        self.summary.set_tone("danger")
        self.summary.setText(f"● {label} · {ctx.formats.reason(problem.reason)}")

    def _not_read(self, error: BaseException) -> None:
        if isinstance(error, OutpostError):
            self.summary.set_tone("warn")
            self.summary.setText(self._ctx.sentence(error))
        else:
            self._ctx.trouble(error)
