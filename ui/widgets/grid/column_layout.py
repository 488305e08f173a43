"""Which columns fit and how wide they are: pure arithmetic, nothing scrolls sideways."""

from collections.abc import Collection, Mapping, Sequence

from ui.models.columns import CellKind, Column

NO_WISHES: Mapping[str, int] = {}


def fitting(
    columns: Sequence[Column],
    hidden: Collection[str],
    width: int,
    scale: float,
    wishes: Mapping[str, int] = NO_WISHES,
) -> dict[str, int]:
    """Widths by key of the columns to show in ``width`` px, in order.

    ``hidden`` are the user's own choice. While the rest is too wide, the column with the highest priority
    number goes, the rightmost first; priority 0 never does. Of what is left, columns get what their words ask
    for (``wishes``, px by key; the name column first), and the name column takes the rest.
    """
    shown = [column for column in columns if column.key not in hidden or column.priority == 0]

    def wanted(column: Column) -> int:
        return round(column.width * scale)

    while sum(map(wanted, shown)) > width:
        spare = [column for column in shown if column.priority > 0]
        if not spare:
            break
        highest = max(column.priority for column in spare)
        shown.remove([column for column in spare if column.priority == highest][-1])
    widths = {column.key: wanted(column) for column in shown}
    rest = width - sum(widths.values())
    name = next((column.key for column in shown if column.kind is CellKind.NAME), None)
    if name is None and shown:
        name = shown[-1].key
    if name is not None:
        for key in (name, *widths):
            more = max(min(wishes.get(key, 0) - widths[key], rest), 0)
            widths[key] += more
            rest -= more
        # Too narrow even for what must stay: the name gives way down to half its width.
        widths[name] = max(widths[name] + rest, widths[name] // 2)
    return widths
