"""What a field of a record is: one description that the wire, the form, the column and the merge all read."""

from dataclasses import dataclass
from enum import StrEnum

MOST_DATA = 256 * 1024  # bytes of a ``DATA`` field as JSON: headquarters takes no more


class Type(StrEnum):
    """The type of a field's value; ``app.model.values`` holds its Python and wire shapes."""

    TEXT = "text"  # one line
    LONG_TEXT = "long_text"  # paragraphs
    INTEGER = "integer"
    MONEY = "money"  # Decimal, 万元 (10 thousand yuan), six places
    LAND = "land"  # Decimal, 亩 (mu), four places
    DATE = "date"
    TIMESTAMP = "timestamp"  # UTC, milliseconds
    BOOLEAN = "boolean"
    CHOICE = "choice"
    REFERENCE = "reference"  # the id of one record of ``target``
    REFERENCES = "references"  # ids of records of ``target``, each once
    TEXTS = "texts"  # short texts, each once
    DATA = "data"  # JSON that the product wrote and no person edits


class Merge(StrEnum):
    """How headquarters joins two edits of one field made apart (``sync.md`` Shape, Push)."""

    ASK = "ask"  # headquarters' value stands, the other goes to a conflict card
    UNION = "union"  # additions and removals of both
    TEXT = "text"  # three-way by paragraph; a card where paragraphs clash
    MAX = "max"  # the later or larger
    MIN = "min"  # the earlier or smaller
    LATEST = "latest"  # the one written later, by corrected time
    HQ = "hq"  # only headquarters decides; the laptop's value is never taken


class Format(StrEnum):
    """A further rule on a text value, checked by ``app.rules.validation``."""

    NONE = ""
    PHONE = "phone"
    CREDIT_CODE = "credit_code"
    EMAIL = "email"
    SHA256 = "sha256"
    BIRTHDAY = "birthday"  # as ``app.rules.birthdays`` keeps it
    COORDINATES = "coordinates"  # as ``app.rules.coordinates`` keeps them
    PLACE = "place"  # any text; sorted in the order of the administrative divisions


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one record kind. ``name`` and ``kind`` are filled in by the registry.

    ``column`` is the priority of the field in lists (1 shows first and hides last, 0 never shows by
    default), ``form`` its place in the form (0: not edited by people), ``search`` whether its words
    enter the search index, ``personal`` whether it is personal data (masked outside its unit), ``words``
    the field that keeps what was written where the value alone would hide something (2亿元以上).
    ``parent`` is the place of a reference among those that name the record this one belongs to (1 is asked
    first; 0: it names none): a child lies in its parent's unit and moves with it. ``masked``: people who see
    a unit but may not change it get a mask of the value (``app.rules.masking``). ``schema`` is the one
    (``app.model.registry.SCHEMA``) with which the field came.
    ``small``: sums far below a 亿, told in 万元 where 亿元 is chosen, because there they would all be 0.00.
    ``own``: the product keeps it for itself, nobody is told who changed it; ``mark``: people are told that it
    changed, its value means nothing to them; ``vocabulary``: the words of the policy pack for its values.
    """

    type: Type
    merge: Merge = Merge.ASK
    required: bool = False
    max_length: int = 0
    choices: tuple[str, ...] = ()
    target: str = ""
    format: Format = Format.NONE
    column: int = 0
    form: int = 0
    search: bool = False
    personal: bool = False
    masked: bool = False
    words: str = ""
    parent: int = 0
    small: bool = False
    own: bool = False
    mark: bool = False
    vocabulary: str = ""
    schema: int = 1
    name: str = ""
    kind: str = ""

    @property
    def label_key(self) -> str:
        """Catalogue key of the field's label."""
        return f"field.{self.kind}.{self.name}"

    def choice_key(self, choice: str) -> str:
        """Catalogue key of one of the field's choices."""
        return f"choice.{self.kind}.{self.name}.{choice}"
