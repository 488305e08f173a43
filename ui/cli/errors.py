"""What can be wrong with a command itself, before anything is asked of the store."""

from typing import Any

from app.errors import OutpostError


class UsageError(OutpostError):
    """The command is not written as it must be; ``command`` names the one whose help says how."""

    code = "usage"


class UnknownCommand(UsageError):
    """No such command."""

    code = "unknown_command"


class ParameterMissing(UsageError):
    """A required part of the command is not there; ``field`` names it."""

    code = "parameter_missing"


class ParameterUnusable(UsageError):
    """A part of the command is of the wrong type; ``field`` names it."""

    code = "parameter_unusable"


class UnknownParameter(UsageError):
    """A part that the command does not have; ``field`` names it."""

    code = "unknown_parameter"


class NotForScripts(UsageError):
    """A command that needs the terminal or a screen and so has no place in a script."""

    code = "not_for_scripts"


class InputUnreadable(OutpostError):
    """A file that a command was to read is not there or may not be read; ``path`` names it."""

    code = "input_unreadable"


class NotUtf8(OutpostError):
    """Input that is not UTF-8 text; ``path`` names it."""

    code = "not_utf8"


class NotJson(OutpostError):
    """Input that is not JSON; ``line`` and ``column`` say where it stops being it."""

    code = "not_json"


class NotAnObject(OutpostError):
    """JSON, but not an object ``{"field": value}``."""

    code = "not_an_object"


class RepeatedName(OutpostError):
    """One name twice in a JSON object: one of the values would be lost."""

    code = "repeated_name"


class KindNotTyped(OutpostError):
    """Records of this kind are made by the product, never typed in."""

    code = "kind_not_typed"


class NewPassphraseNeeded(OutpostError):
    """A new passphrase is to be set, and nobody is there to be asked for it."""

    code = "new_passphrase_needed"


class PassphrasesDiffer(OutpostError):
    """The new passphrase was typed differently the second time."""

    code = "passphrases_differ"


class DoctorFound(OutpostError):
    """The store is not as it must be; the answer lists what."""

    code = "doctor_found"


class NoScreen(OutpostError):
    """The desktop needs a screen and there is none."""

    code = "no_screen"


class UnknownScene(OutpostError):
    """No scene of that name can be drawn; ``known`` lists them."""

    code = "unknown_scene"


class SceneNotReady(OutpostError):
    """A scene kept working for half a minute without coming to rest."""

    code = "scene_not_ready"


class PictureNotWritten(OutpostError):
    """A picture could not be saved; ``path`` names it."""

    code = "picture_not_written"


class Bug(OutpostError):
    """Something that must not happen; ``report`` is what to send to those who can mend it."""

    code = "bug"


class StoppedHalfway(Exception):
    """A known error after part of the work was done; ``answer`` says which part."""

    def __init__(self, error: OutpostError, answer: dict[str, Any]) -> None:
        super().__init__(error.code)
        self.error = error
        self.answer = answer
