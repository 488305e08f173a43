"""How large things on the wire may be; both ends refuse what exceeds them (trust.md L3, L5, S13)."""

from app.model.field import MOST_DATA

MAX_OPS = 2000  # operations of one request
REVISION_OPS = 500  # records of one revision: no page is smaller, however bad the link
MAX_BODY = 8 * 1024 * 1024  # bytes of one message, uncompressed
MAX_COMPRESSED = 2 * 1024 * 1024  # bytes of one request as it travels
MAX_REPLY = (
    64 * 1024 * 1024
)  # bytes of one reply, uncompressed: a laptop trusts headquarters further than it is trusted
MAX_DEPTH = 32  # lists and objects inside each other in one value
MAX_FIELDS = 200  # fields of one operation
MAX_ITEMS = 1000  # entries of one list field
MAX_DATA = MOST_DATA  # bytes of one data or unknown field as JSON
MAX_INTEGER = (1 << 53) - 1  # what every JSON reader keeps exactly

COMPRESS_FROM = 300  # shorter bodies travel plain: compression would not repay its header
ZSTD_LEVEL = 3
# A laptop takes more trouble (2 to 7 ms) with what is small: on a bad link a tenth less is a tenth sooner.
ZSTD_SMALL_LEVEL = 15
SMALL_BODY = 64 * 1024

PAGE_ROWS = 2000  # a page ends with the first revision that reaches this many rows
PAGE_BYTES = 1024 * 1024  # or this many bytes of documents, unless the laptop asks for less

FILE_CHUNK = 1024 * 1024  # bytes of one piece of an attachment
MAX_THUMBNAIL = 64 * 1024  # bytes of the small picture of an attachment, which every laptop fetches
MAX_FILE = 200 * 1024 * 1024  # bytes of one attachment
