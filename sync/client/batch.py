"""How much goes into one request: small on a bad link, large on a good one (sync.md, Wire)."""

from dataclasses import dataclass, field, replace

from sync.protocol.limits import MAX_OPS

SMALLEST = 4 * 1024
FIRST = 64 * 1024
LARGEST = 512 * 1024
SHRINKS_TO = 4  # plain bytes of operations for one compressed (stack.md: zstd 4.6×, less on small batches)
FAST = 3.0  # seconds; a slower exchange does not grow the batch
INSTANT = 0.5  # seconds; after a quicker one it grows in one step to what else takes two
BODY_SHARE = 0.9  # of the largest body headquarters takes: the rest is for what is around the operations


@dataclass
class Batch:
    """The size of the next request: ``compressed`` bytes as they travel, ``operations`` at most."""

    compressed: int = FIRST
    operations: int = MAX_OPS
    took: float = field(default=0.0, compare=False)  # seconds, the last exchange

    def plain_bytes(self, max_body: int) -> int:
        """The size in bytes before compression, within what headquarters takes."""
        return min(self.compressed * SHRINKS_TO, int(max_body * BODY_SHARE))

    def page_bytes(self) -> int:
        """The wish for the size of a page: none until the link has shown that it is bad."""
        return self.compressed * SHRINKS_TO if self.compressed < FIRST else 0

    def answered(self, seconds: float) -> None:
        """Grow after an exchange that took this long."""
        self.took = seconds
        if seconds < FAST:
            self.compressed = min(self.compressed * (4 if seconds < INSTANT else 2), LARGEST)
        self.operations = min(self.operations * 2, MAX_OPS)

    def grown(self) -> "Batch":
        """What it will be if the exchange under way is as fast as the last."""
        then = replace(self)
        then.answered(self.took)
        return then

    def tapering(self, waiting: int) -> "Batch":
        """The same, or two thirds of what waits where two requests will do.

        What headquarters takes first is taken in here while it judges the last; that is for nobody else to
        wait for, so it should be the smaller one.
        """
        if not self.operations < waiting < 2 * self.operations:
            return self
        return replace(self, operations=min(self.operations, waiting - waiting // 3))

    def timed_out(self) -> bool:
        """Halve; False when it is as small as it gets, so that trying again is no use."""
        if self.compressed <= SMALLEST:
            return False
        self.compressed = max(self.compressed // 2, SMALLEST)
        return True
