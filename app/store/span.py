"""How many rows one transaction writes, so that whoever saves at the keyboard hardly waits for it."""

AIM = 0.03  # seconds for which the file is held; trust.md R10 leaves a save 100 ms for everything
FEWEST, FIRST, MOST = 50, 150, 1000


class Span:
    """Learns from how long it took: computers and records differ tenfold."""

    def __init__(self, first: int = FIRST, aim: float = AIM) -> None:
        self.rows, self._aim = first, aim

    def took(self, seconds: float, rows: int) -> None:
        """Note that ``rows`` took ``seconds``; grows at most to twice as many at once."""
        if rows < FEWEST or seconds < 0:  # says little; or the clock was set meanwhile
            return
        fitting = int(rows * self._aim / seconds) if seconds else MOST
        self.rows = max(FEWEST, min(fitting, 2 * self.rows, MOST))
