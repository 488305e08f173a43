"""What an answer that is no success means: headquarters' own code where it gave one, else its status."""

from collections.abc import Callable, Mapping

from app.errors import OutpostError
from app.reasons import Reason
from sync.client import errors
from sync.protocol import codec
from sync.protocol.messages import Problem

DEFAULT_RETRY = 60.0
LONGEST_RETRY = 3600.0
_PROBLEM_BYTES = 64 * 1024

_BY_CODE: Mapping[str, Callable[[], errors.SyncError]] = {
    "device_revoked": errors.DeviceRevoked,
    "sign_in_refused": errors.SignInRefused,
    "code_refused": errors.CodeRefused,
    "code_expired": errors.CodeExpired,
    "upgrade_needed": errors.UpgradeNeeded,
    "file_unknown": errors.FileUnknown,
    "storage_full": errors.HeadquartersFull,
    "slow_body": errors.Timeout,
}


def failure(status: int, headers: Mapping[str, str], body: bytes, encoding: str) -> errors.SyncError:
    """The error that stands for an answer with a ``status`` outside 200 to 399."""
    problem = _problem(body, encoding)
    code = problem.code if problem else ""
    if status in (429, 503):
        return errors.Busy(_seconds(headers.get("Retry-After", "")))
    if code in _BY_CODE:
        return _BY_CODE[code]()
    if code == "wrong_offset" and problem and isinstance(problem.params.get("offset"), int):
        return errors.WrongOffset(problem.params["offset"])
    if status == 401:
        return errors.SignInRefused()
    if status == 404:
        # Only the answer about a file's state comes without a body.
        return errors.NotHeadquarters(status=status) if body else errors.FileUnknown()
    if status == 426:
        return errors.UpgradeNeeded()
    if status == 507:
        return errors.HeadquartersFull()
    if status >= 500:
        return errors.ServerFault(status=status)
    if problem is None and body:
        return errors.NotHeadquarters(status=status)
    reason = Reason(f"error.{code}", problem.params) if problem else Reason("error.request_refused", {})
    return errors.RequestRefused(reason, status)


def _problem(body: bytes, encoding: str) -> Problem | None:
    try:
        return codec.decode(Problem, body, encoding=encoding, limit=_PROBLEM_BYTES)
    except OutpostError:
        return None  # not from headquarters but from something in between; the status has to do


def _seconds(text: str) -> float:
    """``Retry-After`` in seconds. A date is by the server's clock, not ours: then a minute."""
    if text.isascii() and text.isdigit():
        return min(max(float(text), 1.0), LONGEST_RETRY)
    return DEFAULT_RETRY
