"""Names under which the store remembers where the sync is."""

CURSOR = "cursor"
EPOCH = "epoch"
HELLO = "hello"
AFRESH = "reading_afresh"  # "1" while everything is read again from the beginning
WITHDRAWING = "withdrawing"  # "1" from when units are taken off until the place says that they are
REPAIR = "repair"  # "1" while the two ends differ and have not looked where
UNREPAIRED = "unrepaired"  # the check that did not agree after reading afresh: no use to try the same again
LAST_SYNC = "last_sync"
CLOCK_OFFSET = "clock_offset"  # ms to add to this laptop's clock, as the last push found it
