"""Who may do what to which record: the one table that headquarters is held against (trust.md S4).

Every record kind belongs to a group, every group says for every action and role what becomes of it for
every relation between the record and the person. Nothing is left to a default.

Outcomes: ``done`` it took effect; ``mine`` taken, and it lies in the unit of who made it, whatever was
claimed; ``there`` taken, and it lies in the unit that was claimed, or of the record it hangs on; ``seen``
and ``unseen``; ``scope`` refused as out of scope, and audited; ``fixed`` refused because headquarters alone
sets it; ``card`` refused because headquarters alone makes and removes cards; ``nofile`` no such file for
this person; ``kept`` refused because it is written once; ``ruler`` refused because only headquarters' people
rule; ``out`` the device is refused as a whole.
"""

from app.model.registry import KINDS

# Who made the record: this laptop; another laptop of the same unit; one of another unit; somebody without a
# unit; this laptop, before its person was moved to another unit; this laptop, before it was revoked.
RELATIONS = ("own", "same", "other", "none", "moved", "revoked")
ROLES = ("officer", "leader", "hq")

# In the order they are tried on one record.
ACTIONS = (
    "create",  # a new record that claims the unit and author of the other
    "read",
    "update",
    "reassign",  # put the record into one's own unit, or another
    "recreate",  # create once more under the id of the record
    "attach",  # create an attachment that hangs on the record
    "write_file",
    "read_file",
    "delete",
    "read_deleted",
    "restore",
)

GROUPS = {
    "project": "work",
    "company": "work",
    "contact": "work",
    "visit": "work",
    "trip": "work",
    "next_step": "work",
    "import_batch": "work",  # it names a file by its hash, and still has no bytes to give or take
    "attachment": "file",
    "conflict": "card",
    "claim": "claim",
    "clash": "case",
    "registry": "open",
}

# What nobody can delete: the end of the table is tried on them as they are.
LASTING = frozenset({"conflict", "claim", "clash", "registry"})

_TABLE = """
group action        role      own     same    other   none    moved   revoked

work  create        officer   mine    mine    mine    mine    mine    out
work  create        leader    mine    mine    there   there   there   out
work  create        hq        mine    mine    there   there   there   out
work  read          officer   seen    seen    unseen  unseen  unseen  out
work  read          leader    seen    seen    seen    seen    seen    out
work  read          hq        seen    seen    seen    seen    seen    out
work  update        officer   done    done    scope   scope   scope   out
work  update        leader    done    done    done    done    done    out
work  update        hq        done    done    done    done    done    out
work  reassign      officer   fixed   fixed   scope   scope   scope   out
work  reassign      leader    fixed   fixed   fixed   fixed   fixed   out
work  reassign      hq        fixed   fixed   fixed   fixed   fixed   out
work  recreate      officer   done    done    scope   scope   scope   out
work  recreate      leader    done    done    done    done    done    out
work  recreate      hq        done    done    done    done    done    out
work  attach        officer   mine    mine    mine    mine    mine    out
work  attach        leader    mine    mine    there   there   there   out
work  attach        hq        mine    mine    there   there   there   out
work  write_file    officer   nofile  nofile  nofile  nofile  nofile  out
work  write_file    leader    nofile  nofile  nofile  nofile  nofile  out
work  write_file    hq        nofile  nofile  nofile  nofile  nofile  out
work  read_file     officer   nofile  nofile  nofile  nofile  nofile  out
work  read_file     leader    nofile  nofile  nofile  nofile  nofile  out
work  read_file     hq        nofile  nofile  nofile  nofile  nofile  out
work  delete        officer   done    done    scope   scope   scope   out
work  delete        leader    done    done    done    done    done    out
work  delete        hq        done    done    done    done    done    out
work  read_deleted  officer   seen    seen    unseen  unseen  unseen  out
work  read_deleted  leader    seen    seen    seen    seen    seen    out
work  read_deleted  hq        seen    seen    seen    seen    seen    out
work  restore       officer   done    done    scope   scope   scope   out
work  restore       leader    done    done    done    done    done    out
work  restore       hq        done    done    done    done    done    out

file  create        officer   mine    mine    mine    mine    mine    out
file  create        leader    mine    mine    there   there   there   out
file  create        hq        mine    mine    there   there   there   out
file  read          officer   seen    seen    unseen  unseen  unseen  out
file  read          leader    seen    seen    seen    seen    seen    out
file  read          hq        seen    seen    seen    seen    seen    out
file  update        officer   done    done    scope   scope   scope   out
file  update        leader    done    done    done    done    done    out
file  update        hq        done    done    done    done    done    out
file  reassign      officer   fixed   fixed   scope   scope   scope   out
file  reassign      leader    fixed   fixed   fixed   fixed   fixed   out
file  reassign      hq        fixed   fixed   fixed   fixed   fixed   out
file  recreate      officer   done    done    scope   scope   scope   out
file  recreate      leader    done    done    done    done    done    out
file  recreate      hq        done    done    done    done    done    out
file  attach        officer   mine    mine    mine    mine    mine    out
file  attach        leader    mine    mine    there   there   there   out
file  attach        hq        mine    mine    there   there   there   out
file  write_file    officer   done    done    nofile  nofile  nofile  out
file  write_file    leader    done    done    done    done    done    out
file  write_file    hq        done    done    done    done    done    out
file  read_file     officer   seen    seen    nofile  nofile  nofile  out
file  read_file     leader    seen    seen    seen    seen    seen    out
file  read_file     hq        seen    seen    seen    seen    seen    out
file  delete        officer   done    done    scope   scope   scope   out
file  delete        leader    done    done    done    done    done    out
file  delete        hq        done    done    done    done    done    out
file  read_deleted  officer   seen    seen    unseen  unseen  unseen  out
file  read_deleted  leader    seen    seen    seen    seen    seen    out
file  read_deleted  hq        seen    seen    seen    seen    seen    out
file  restore       officer   done    done    scope   scope   scope   out
file  restore       leader    done    done    done    done    done    out
file  restore       hq        done    done    done    done    done    out

card  create        officer   card    card    card    card    card    out
card  create        leader    card    card    card    card    card    out
card  create        hq        card    card    card    card    card    out
card  read          officer   seen    seen    unseen  unseen  unseen  out
card  read          leader    seen    seen    seen    seen    seen    out
card  read          hq        seen    seen    seen    seen    seen    out
card  update        officer   done    done    scope   scope   scope   out
card  update        leader    done    done    done    done    done    out
card  update        hq        done    done    done    done    done    out
card  reassign      officer   fixed   fixed   scope   scope   scope   out
card  reassign      leader    fixed   fixed   fixed   fixed   fixed   out
card  reassign      hq        fixed   fixed   fixed   fixed   fixed   out
card  recreate      officer   card    card    scope   scope   scope   out
card  recreate      leader    card    card    card    card    card    out
card  recreate      hq        card    card    card    card    card    out
card  attach        officer   mine    mine    mine    mine    mine    out
card  attach        leader    mine    mine    there   there   there   out
card  attach        hq        mine    mine    there   there   there   out
card  write_file    officer   nofile  nofile  nofile  nofile  nofile  out
card  write_file    leader    nofile  nofile  nofile  nofile  nofile  out
card  write_file    hq        nofile  nofile  nofile  nofile  nofile  out
card  read_file     officer   nofile  nofile  nofile  nofile  nofile  out
card  read_file     leader    nofile  nofile  nofile  nofile  nofile  out
card  read_file     hq        nofile  nofile  nofile  nofile  nofile  out
card  delete        officer   card    card    scope   scope   scope   out
card  delete        leader    card    card    card    card    card    out
card  delete        hq        card    card    card    card    card    out
card  read_deleted  officer   seen    seen    unseen  unseen  unseen  out
card  read_deleted  leader    seen    seen    seen    seen    seen    out
card  read_deleted  hq        seen    seen    seen    seen    seen    out
card  restore       officer   card    card    scope   scope   scope   out
card  restore       leader    card    card    card    card    card    out
card  restore       hq        card    card    card    card    card    out

claim create        officer   mine    mine    mine    mine    mine    out
claim create        leader    mine    mine    there   there   there   out
claim create        hq        mine    mine    there   there   there   out
claim read          officer   seen    seen    unseen  unseen  unseen  out
claim read          leader    seen    seen    seen    seen    seen    out
claim read          hq        seen    seen    seen    seen    seen    out
claim update        officer   kept    kept    scope   scope   scope   out
claim update        leader    kept    kept    kept    kept    kept    out
claim update        hq        kept    kept    kept    kept    kept    out
claim reassign      officer   kept    kept    scope   scope   scope   out
claim reassign      leader    kept    kept    kept    kept    kept    out
claim reassign      hq        kept    kept    kept    kept    kept    out
claim recreate      officer   kept    kept    scope   scope   scope   out
claim recreate      leader    kept    kept    kept    kept    kept    out
claim recreate      hq        kept    kept    kept    kept    kept    out
claim attach        officer   mine    mine    mine    mine    mine    out
claim attach        leader    mine    mine    there   there   there   out
claim attach        hq        mine    mine    there   there   there   out
claim write_file    officer   nofile  nofile  nofile  nofile  nofile  out
claim write_file    leader    nofile  nofile  nofile  nofile  nofile  out
claim write_file    hq        nofile  nofile  nofile  nofile  nofile  out
claim read_file     officer   nofile  nofile  nofile  nofile  nofile  out
claim read_file     leader    nofile  nofile  nofile  nofile  nofile  out
claim read_file     hq        nofile  nofile  nofile  nofile  nofile  out
claim delete        officer   kept    kept    scope   scope   scope   out
claim delete        leader    kept    kept    kept    kept    kept    out
claim delete        hq        kept    kept    kept    kept    kept    out
claim read_deleted  officer   seen    seen    unseen  unseen  unseen  out
claim read_deleted  leader    seen    seen    seen    seen    seen    out
claim read_deleted  hq        seen    seen    seen    seen    seen    out
claim restore       officer   kept    kept    scope   scope   scope   out
claim restore       leader    kept    kept    kept    kept    kept    out
claim restore       hq        kept    kept    kept    kept    kept    out

case  create        officer   card    card    card    card    card    out
case  create        leader    card    card    card    card    card    out
case  create        hq        card    card    card    card    card    out
case  read          officer   seen    seen    unseen  unseen  unseen  out
case  read          leader    seen    seen    seen    seen    seen    out
case  read          hq        seen    seen    seen    seen    seen    out
case  update        officer   ruler   ruler   scope   scope   scope   out
case  update        leader    ruler   ruler   ruler   ruler   ruler   out
case  update        hq        done    done    done    done    done    out
case  reassign      officer   ruler   ruler   scope   scope   scope   out
case  reassign      leader    ruler   ruler   ruler   ruler   ruler   out
case  reassign      hq        fixed   fixed   fixed   fixed   fixed   out
case  recreate      officer   card    card    scope   scope   scope   out
case  recreate      leader    card    card    card    card    card    out
case  recreate      hq        card    card    card    card    card    out
case  attach        officer   mine    mine    mine    mine    mine    out
case  attach        leader    mine    mine    there   there   there   out
case  attach        hq        mine    mine    there   there   there   out
case  write_file    officer   nofile  nofile  nofile  nofile  nofile  out
case  write_file    leader    nofile  nofile  nofile  nofile  nofile  out
case  write_file    hq        nofile  nofile  nofile  nofile  nofile  out
case  read_file     officer   nofile  nofile  nofile  nofile  nofile  out
case  read_file     leader    nofile  nofile  nofile  nofile  nofile  out
case  read_file     hq        nofile  nofile  nofile  nofile  nofile  out
case  delete        officer   card    card    scope   scope   scope   out
case  delete        leader    card    card    card    card    card    out
case  delete        hq        card    card    card    card    card    out
case  read_deleted  officer   seen    seen    unseen  unseen  unseen  out
case  read_deleted  leader    seen    seen    seen    seen    seen    out
case  read_deleted  hq        seen    seen    seen    seen    seen    out
case  restore       officer   card    card    scope   scope   scope   out
case  restore       leader    card    card    card    card    card    out
case  restore       hq        card    card    card    card    card    out

open  create        officer   card    card    card    card    card    out
open  create        leader    card    card    card    card    card    out
open  create        hq        card    card    card    card    card    out
open  read          officer   seen    seen    seen    seen    seen    out
open  read          leader    seen    seen    seen    seen    seen    out
open  read          hq        seen    seen    seen    seen    seen    out
open  update        officer   fixed   fixed   fixed   fixed   fixed   out
open  update        leader    fixed   fixed   fixed   fixed   fixed   out
open  update        hq        fixed   fixed   fixed   fixed   fixed   out
open  reassign      officer   fixed   fixed   fixed   fixed   fixed   out
open  reassign      leader    fixed   fixed   fixed   fixed   fixed   out
open  reassign      hq        fixed   fixed   fixed   fixed   fixed   out
open  recreate      officer   card    card    card    card    card    out
open  recreate      leader    card    card    card    card    card    out
open  recreate      hq        card    card    card    card    card    out
open  attach        officer   mine    mine    mine    mine    mine    out
open  attach        leader    mine    mine    mine    mine    mine    out
open  attach        hq        mine    mine    mine    mine    mine    out
open  write_file    officer   nofile  nofile  nofile  nofile  nofile  out
open  write_file    leader    nofile  nofile  nofile  nofile  nofile  out
open  write_file    hq        nofile  nofile  nofile  nofile  nofile  out
open  read_file     officer   nofile  nofile  nofile  nofile  nofile  out
open  read_file     leader    nofile  nofile  nofile  nofile  nofile  out
open  read_file     hq        nofile  nofile  nofile  nofile  nofile  out
open  delete        officer   card    card    card    card    card    out
open  delete        leader    card    card    card    card    card    out
open  delete        hq        card    card    card    card    card    out
open  read_deleted  officer   seen    seen    seen    seen    seen    out
open  read_deleted  leader    seen    seen    seen    seen    seen    out
open  read_deleted  hq        seen    seen    seen    seen    seen    out
open  restore       officer   card    card    card    card    card    out
open  restore       leader    card    card    card    card    card    out
open  restore       hq        card    card    card    card    card    out
"""

OUTCOMES = frozenset(
    {"done", "mine", "there", "seen", "unseen", "scope", "fixed", "card", "nofile", "kept", "ruler", "out"}
)


def _cells() -> dict[tuple[str, str, str, str], str]:
    head, *lines = [line.split() for line in _TABLE.splitlines() if line.strip()]
    assert tuple(head[3:]) == RELATIONS
    cells = {}
    for group, action, role, *outcomes in lines:
        for relation, outcome in zip(RELATIONS, outcomes, strict=True):
            assert (group, action, role, relation) not in cells, "said twice"
            cells[group, action, role, relation] = outcome
    return cells


CELLS = _cells()


def expected(kind: str, role: str, relation: str) -> dict[str, str]:
    """Action → outcome for one kind, role and relation; a kind without a row is an error."""
    return {action: CELLS[GROUPS[kind], action, role, relation] for action in ACTIONS}


def missing() -> list[str]:
    """What the table does not say and should, or says and should not."""
    groups = set(GROUPS.values())
    wanted = {(g, a, r, n) for g in groups for a in ACTIONS for r in ROLES for n in RELATIONS}
    return [
        *(f"no group: {kind}" for kind in KINDS if kind not in GROUPS),
        *(f"no such kind: {kind}" for kind in GROUPS if kind not in KINDS),
        *(f"no cell: {cell}" for cell in sorted(wanted - CELLS.keys())),
        *(f"no such cell: {cell}" for cell in sorted(CELLS.keys() - wanted)),
        *(f"no such outcome: {outcome}" for outcome in sorted(set(CELLS.values()) - OUTCOMES)),
    ]
