"""What a rule answers when it cannot take a value."""

from app.errors import OutpostError
from app.reasons import Reason


class RuleError(OutpostError, ValueError):
    """A value was refused; ``text`` is the value as it was written, ``reason`` says what to do about it."""

    code = "value.refused"

    def __init__(self, text: str, *, field: str = "", **params: object) -> None:
        super().__init__(field=field, text=shortened(text), **params)
        self.text = text

    @property
    def key(self) -> str:
        """The catalogue key; the sentences of the rules live in ``rules.json``."""
        return f"rules.{self.code}"

    @property
    def reason(self) -> Reason:
        """The refusal as a sentence that is not yet in any language."""
        return Reason(self.key, self.params)


def shortened(text: str, limit: int = 40) -> str:
    """``text`` short enough to be quoted in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
