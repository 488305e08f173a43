"""Where two texts differ, letter by letter, so that a long note shows what was changed in it."""

from difflib import SequenceMatcher

MOST_COMPARISONS = 1_000_000  # beyond this the time would be felt: then everything counts as changed
MARGIN = 2  # shorter runs of equal letters between two changes are no help to the eye

Spans = tuple[tuple[int, int], ...]


def changed_spans(before: str, after: str) -> Spans:
    """(start, end) of the letters of ``after`` that are not in ``before``, in order, none empty."""
    if before == after or not after:
        return ()
    if not before or len(before) * len(after) > MOST_COMPARISONS:
        return ((0, len(after)),)
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    found: list[tuple[int, int]] = []
    for tag, _, _, start, end in codes:
        if tag == "equal" or start == end:
            continue
        if found and start - found[-1][1] < MARGIN:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)
