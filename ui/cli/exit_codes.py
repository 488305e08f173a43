"""Exit codes of the command ``outpost``: what a shell script needs to tell apart.

====  =====================================================================
0     done
1     a bug: please send the report that was printed
2     the command is not written as it must be
3     bad input: a field, a file or JSON that cannot be taken as it is
4     no such record, conflict or file
5     the profile cannot be opened: missing, wrong key, damaged, newer
6     headquarters cannot be reached
7     headquarters refused
8     the disk is full, read-only or failing
9     not possible now: nothing to undo, not enrolled, stopped to ask
10    something was found wrong: by ``doctor`` or ``pack``, or by a step of ``demo``
130   interrupted
141   whoever read the answer went away
====  =====================================================================
"""

from collections.abc import Mapping

from app.errors import OutpostError

OK = 0
BUG = 1
USAGE = 2
BAD_INPUT = 3
NOT_FOUND = 4
CANNOT_OPEN = 5
UNREACHABLE = 6
REFUSED = 7
DISK = 8
NOT_NOW = 9
FOUND_WRONG = 10
INTERRUPTED = 130
BROKEN_PIPE = 141

ALL = (
    *(OK, BUG, USAGE, BAD_INPUT, NOT_FOUND, CANNOT_OPEN, UNREACHABLE, REFUSED, DISK, NOT_NOW, FOUND_WRONG),
    *(INTERRUPTED, BROKEN_PIPE),
)

_PACK_GONE = ("pack_missing", "no_such_table")

BY_EXIT_CODE: Mapping[int, frozenset[str]] = {
    BUG: frozenset({"bug"}),
    USAGE: frozenset(
        {
            *("usage", "unknown_command", "parameter_missing", "parameter_unusable", "unknown_parameter"),
            "not_for_scripts",
        }
    ),
    NOT_FOUND: frozenset({"record_not_found", "conflict_gone", "file_missing", "no_such_case", *_PACK_GONE}),
    CANNOT_OPEN: frozenset(
        {
            *("profile_missing", "slot_missing", "slot_exists", "slot_damaged", "wrong_passphrase"),
            *("passphrase_needed", "new_passphrase_needed", "no_keyring", "secret_missing"),
            *("store_missing", "store_exists"),
            *("not_a_database", "wrong_key", "newer_database", "damaged", "file_damaged"),
        }
    ),
    UNREACHABLE: frozenset({"offline", "timeout", "busy", "server_fault", "not_headquarters"}),
    REFUSED: frozenset(
        {
            *("sign_in_refused", "device_revoked", "code_refused", "code_expired", "upgrade_needed"),
            *("request_refused", "bad_certificate", "plain_http_refused", "malformed_answer"),
        }
    ),
    DISK: frozenset(
        {
            "disk_full",
            "disk_trouble",
            "read_only",
            "export_not_written",
            "picture_not_written",
            "pack_not_written",
        }
    ),
    NOT_NOW: frozenset(
        {
            *("nothing_to_undo", "nothing_to_redo", "not_enrolled", "already_enrolled", "store_busy"),
            *("deletion_brake", "digest_mismatch", "file_unknown", "wrong_offset", "ledger_stale_plan"),
            *("ledger_nothing_to_import", "no_screen", "already_claimed", "written_once"),
            "conflict_of_newer_version",
        }
    ),
    FOUND_WRONG: frozenset(
        {"doctor_found", "demo_step_failed", "scene_not_ready", "hq_silent", "pack_refused"}
    ),
}
_BY_CODE = {code: exit_code for exit_code, codes in BY_EXIT_CODE.items() for code in codes}


def exit_code(error: OutpostError) -> int:
    """The exit code of a known error; what is not listed above is bad input."""
    return _BY_CODE.get(error.code, BAD_INPUT)
