"""Known trouble: what a user can cause, meet and mend. Anything else that is raised is a bug."""


class OutpostError(Exception):
    """Base of every known error.

    A subclass sets ``code``; the catalogue text ``error.<code>`` says what happened and what to do,
    filled from ``params``. ``field`` names the field of a record where there is one.
    """

    code = "unknown"

    def __init__(self, *, field: str = "", **params: object) -> None:
        super().__init__(self.code, params)
        self.field = field
        self.params = params

    @property
    def key(self) -> str:
        """The catalogue key of the sentence shown to the user."""
        return f"error.{self.code}"

    def __str__(self) -> str:
        inner = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({inner})"
