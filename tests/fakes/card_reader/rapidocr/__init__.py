"""Stands where the extra that reads pictures would be: it reads a "picture" that holds its own lines.

Only for a process whose search path begins with the folder this package is in.
"""

from dataclasses import dataclass

HEIGHT = 40.0
WIDTH = 300.0


@dataclass(frozen=True)
class Found:
    """What the library answers: texts, how sure it is of each, and their corners (pixels)."""

    txts: tuple[str, ...]
    scores: tuple[float, ...]
    boxes: tuple[tuple[tuple[float, float], ...], ...]


class RapidOCR:
    """One line of the bytes is one line of the card: ``0.9 text``."""

    def __call__(self, content: bytes) -> Found:
        lines = [line.split(" ", 1) for line in content.decode().splitlines()]
        return Found(
            tuple(text for _, text in lines),
            tuple(float(sure) for sure, _ in lines),
            tuple(_box(number) for number in range(len(lines))),
        )


def _box(number: int) -> tuple[tuple[float, float], ...]:
    top = 2 * HEIGHT * number
    return ((0.0, top), (WIDTH, top), (WIDTH, top + HEIGHT), (0.0, top + HEIGHT))
