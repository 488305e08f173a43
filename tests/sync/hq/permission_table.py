"""Who may do what to which record: the one table that headquarters is held against (trust.md S4).

Every record kind belongs to a group, every group says for every action and role what becomes of it for
every relation between the record and the person. Nothing is left to a default.

Outcomes: ``done`` it took effect; ``mine`` taken, and it lies in the unit of who made it, whatever was
claimed; ``there`` taken, and it lies in the unit that was claimed, or of the record it hangs on; ``all``
taken, and it is everybody's; ``seen`` and ``unseen``; ``veiled`` seen with masks; ``scope`` refused as out of
scope; ``reads`` refused as read-only; ``fixed`` refused because headquarters alone sets it; ``card`` refused
because headquarters alone makes and removes cards; ``nofile`` no such file for this person; ``kept`` refused
because it is written once; ``ruler`` refused because only headquarters' people rule; ``out`` the device is
refused as a whole.
"""

from app.model.registry import KINDS
from tests.sync.hq.permission_table_orders import LISTS, ORDERS

# Who made the record: this laptop; another of the same unit; one of the squad, in the squad; one of the
# liaison unit; one of another unit; somebody without a unit; this laptop, before it was transferred to the
# other unit (claims, cases and the registry are not: they stay); this laptop, before its person was moved to
# the other unit; this laptop, before it was revoked.
RELATIONS = ("own", "same", "squad", "liaison", "other", "none", "away", "moved", "revoked")
# ``member``: an officer in the squad; ``liaison``: a leader with one liaison unit, others see all.
ROLES = ("officer", "member", "liaison", "leader", "hq")

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
    "squad": "work",
    "reception": "work",
    "reception_person": "work",
    "reception_stop": "work",
    "promise": "work",
    "import_batch": "work",  # it names a file by its hash, and still has no bytes to give or take
    "attachment": "file",
    "conflict": "card",
    "node": "work",
    "team_member": "work",
    "listing": "work",
    "fund_entry": "entry",
    "month_lock": "seal",  # written once: what was published was published
    "month_reopening": "seal",
    "fund_commitment": "work",
    "tax_return": "work",
    "review": "work",
    "meeting": "work",
    "agenda_item": "work",
    "approval": "work",
    "approval_step": "work",
    "service_item": "work",
    "contract": "work",
    "instalment": "work",
    "view": "work",
    "organisation": "work",
    "greeting": "work",
    "introduction": "work",
    "relation": "work",
    "target_list": "list",
    "offer": "list",
    "demand": "work",
    "target": "work",
    "chain_node": "work",
    "startup": "work",
    "returnee": "work",
    "posting": "work",
    "alert_snooze": "work",
    "goal": "notice",
    "bulletin": "issue",
    "appraisal": "issue",
    "appraisal_mark": "order",
    "lead_judgement": "order",
    "merit": "order",
    "claim": "claim",
    "stage_move": "claim",  # written once, and it goes only with its project
    "clash": "case",
    "registry": "open",
    "rulebook": "open",
}

# What every laptop holds.
EVERYBODYS = frozenset({"open", "notice", "issue"})

# What nobody can delete: the end of the table is tried on them as they are.
LASTING = frozenset(
    {"conflict", "claim", "stage_move", "month_lock", "month_reopening", "clash", "registry", "rulebook"}
)

# What moves to another unit only with its project, or never, though it can be deleted.
GOING_ALONG = frozenset({"fund_entry", "goal", "bulletin", "appraisal"})

_TABLE = """
group action        role        own     same    squad   liaison other   none    away    moved   revoked

work  create        officer     mine    mine    mine    mine    mine    mine    mine    mine    out
work  create        member      mine    mine    there   mine    mine    mine    mine    mine    out
work  create        liaison     mine    mine    mine    there   mine    mine    mine    mine    out
work  create        leader,hq   mine    mine    there   there   there   there   there   there   out
work  read          officer     seen    seen    unseen  unseen  unseen  unseen  unseen  unseen  out
work  read          member      seen    seen    seen    unseen  unseen  unseen  unseen  unseen  out
work  read          liaison     seen    seen    veiled  seen    veiled  veiled  veiled  veiled  out
work  read          leader,hq   seen    seen    seen    seen    seen    seen    seen    seen    out
work  update        officer     done    done    scope   scope   scope   scope   scope   scope   out
work  update        member      done    done    done    scope   scope   scope   scope   scope   out
work  update        liaison     done    done    reads   done    reads   reads   reads   reads   out
work  update        leader,hq   done    done    done    done    done    done    done    done    out
work  reassign      officer     fixed   fixed   scope   scope   scope   scope   scope   scope   out
work  reassign      member      fixed   fixed   fixed   scope   scope   scope   scope   scope   out
work  reassign      liaison     fixed   fixed   reads   fixed   reads   reads   reads   reads   out
work  reassign      leader,hq   fixed   fixed   fixed   fixed   fixed   fixed   fixed   fixed   out
work  recreate      officer     done    done    scope   scope   scope   scope   scope   scope   out
work  recreate      member      done    done    done    scope   scope   scope   scope   scope   out
work  recreate      liaison     done    done    reads   done    reads   reads   reads   reads   out
work  recreate      leader,hq   done    done    done    done    done    done    done    done    out
work  attach        officer     mine    mine    mine    mine    mine    mine    there   mine    out
work  attach        member      mine    mine    there   mine    mine    mine    there   mine    out
work  attach        liaison     mine    mine    mine    there   mine    mine    there   mine    out
work  attach        leader,hq   mine    mine    there   there   there   there   there   there   out
work  write_file    all         nofile  nofile  nofile  nofile  nofile  nofile  nofile  nofile  out
work  read_file     all         nofile  nofile  nofile  nofile  nofile  nofile  nofile  nofile  out
work  delete        officer     done    done    scope   scope   scope   scope   scope   scope   out
work  delete        member      done    done    done    scope   scope   scope   scope   scope   out
work  delete        liaison     done    done    reads   done    reads   reads   reads   reads   out
work  delete        leader,hq   done    done    done    done    done    done    done    done    out
work  read_deleted  officer     seen    seen    unseen  unseen  unseen  unseen  unseen  unseen  out
work  read_deleted  member      seen    seen    seen    unseen  unseen  unseen  unseen  unseen  out
work  read_deleted  liaison     seen    seen    veiled  seen    veiled  veiled  veiled  veiled  out
work  read_deleted  leader,hq   seen    seen    seen    seen    seen    seen    seen    seen    out
work  restore       officer     done    done    scope   scope   scope   scope   scope   scope   out
work  restore       member      done    done    done    scope   scope   scope   scope   scope   out
work  restore       liaison     done    done    reads   done    reads   reads   reads   reads   out
work  restore       leader,hq   done    done    done    done    done    done    done    done    out

file  create        officer     mine    mine    mine    mine    mine    mine    mine    mine    out
file  create        member      mine    mine    there   mine    mine    mine    mine    mine    out
file  create        liaison     mine    mine    mine    there   mine    mine    mine    mine    out
file  create        leader,hq   mine    mine    there   there   there   there   there   there   out
file  read          officer     seen    seen    unseen  unseen  unseen  unseen  unseen  unseen  out
file  read          member      seen    seen    seen    unseen  unseen  unseen  unseen  unseen  out
file  read          liaison     seen    seen    veiled  seen    veiled  veiled  veiled  veiled  out
file  read          leader,hq   seen    seen    seen    seen    seen    seen    seen    seen    out
file  update        officer     done    done    scope   scope   scope   scope   scope   scope   out
file  update        member      done    done    done    scope   scope   scope   scope   scope   out
file  update        liaison     done    done    reads   done    reads   reads   reads   reads   out
file  update        leader,hq   done    done    done    done    done    done    done    done    out
file  reassign      officer     fixed   fixed   scope   scope   scope   scope   scope   scope   out
file  reassign      member      fixed   fixed   fixed   scope   scope   scope   scope   scope   out
file  reassign      liaison     fixed   fixed   reads   fixed   reads   reads   reads   reads   out
file  reassign      leader,hq   fixed   fixed   fixed   fixed   fixed   fixed   fixed   fixed   out
file  recreate      officer     done    done    scope   scope   scope   scope   scope   scope   out
file  recreate      member      done    done    done    scope   scope   scope   scope   scope   out
file  recreate      liaison     done    done    reads   done    reads   reads   reads   reads   out
file  recreate      leader,hq   done    done    done    done    done    done    done    done    out
file  attach        officer     mine    mine    mine    mine    mine    mine    there   mine    out
file  attach        member      mine    mine    there   mine    mine    mine    there   mine    out
file  attach        liaison     mine    mine    mine    there   mine    mine    there   mine    out
file  attach        leader,hq   mine    mine    there   there   there   there   there   there   out
file  write_file    officer     done    done    nofile  nofile  nofile  nofile  nofile  nofile  out
file  write_file    member      done    done    done    nofile  nofile  nofile  nofile  nofile  out
file  write_file    liaison     done    done    nofile  done    nofile  nofile  nofile  nofile  out
file  write_file    leader,hq   done    done    done    done    done    done    done    done    out
file  read_file     officer     seen    seen    nofile  nofile  nofile  nofile  nofile  nofile  out
file  read_file     member      seen    seen    seen    nofile  nofile  nofile  nofile  nofile  out
file  read_file     liaison     seen    seen    nofile  seen    nofile  nofile  nofile  nofile  out
file  read_file     leader,hq   seen    seen    seen    seen    seen    seen    seen    seen    out
file  delete        officer     done    done    scope   scope   scope   scope   scope   scope   out
file  delete        member      done    done    done    scope   scope   scope   scope   scope   out
file  delete        liaison     done    done    reads   done    reads   reads   reads   reads   out
file  delete        leader,hq   done    done    done    done    done    done    done    done    out
file  read_deleted  officer     seen    seen    unseen  unseen  unseen  unseen  unseen  unseen  out
file  read_deleted  member      seen    seen    seen    unseen  unseen  unseen  unseen  unseen  out
file  read_deleted  liaison     seen    seen    veiled  seen    veiled  veiled  veiled  veiled  out
file  read_deleted  leader,hq   seen    seen    seen    seen    seen    seen    seen    seen    out
file  restore       officer     done    done    scope   scope   scope   scope   scope   scope   out
file  restore       member      done    done    done    scope   scope   scope   scope   scope   out
file  restore       liaison     done    done    reads   done    reads   reads   reads   reads   out
file  restore       leader,hq   done    done    done    done    done    done    done    done    out

card  create        all         card    card    card    card    card    card    card    card    out
card  read          officer     seen    seen    unseen  unseen  unseen  unseen  unseen  unseen  out
card  read          member      seen    seen    seen    unseen  unseen  unseen  unseen  unseen  out
card  read          liaison     seen    seen    veiled  seen    veiled  veiled  veiled  veiled  out
card  read          leader,hq   seen    seen    seen    seen    seen    seen    seen    seen    out
card  update        officer     done    done    scope   scope   scope   scope   scope   scope   out
card  update        member      done    done    done    scope   scope   scope   scope   scope   out
card  update        liaison     done    done    reads   done    reads   reads   reads   reads   out
card  update        leader,hq   done    done    done    done    done    done    done    done    out
card  reassign      officer     fixed   fixed   scope   scope   scope   scope   scope   scope   out
card  reassign      member      fixed   fixed   fixed   scope   scope   scope   scope   scope   out
card  reassign      liaison     fixed   fixed   reads   fixed   reads   reads   reads   reads   out
card  reassign      leader,hq   fixed   fixed   fixed   fixed   fixed   fixed   fixed   fixed   out
card  recreate      officer     card    card    scope   scope   scope   scope   scope   scope   out
card  recreate      member      card    card    card    scope   scope   scope   scope   scope   out
card  recreate      liaison     card    card    reads   card    reads   reads   reads   reads   out
card  recreate      leader,hq   card    card    card    card    card    card    card    card    out
card  attach        officer     mine    mine    mine    mine    mine    mine    there   mine    out
card  attach        member      mine    mine    there   mine    mine    mine    there   mine    out
card  attach        liaison     mine    mine    mine    there   mine    mine    there   mine    out
card  attach        leader,hq   mine    mine    there   there   there   there   there   there   out
card  write_file    all         nofile  nofile  nofile  nofile  nofile  nofile  nofile  nofile  out
card  read_file     all         nofile  nofile  nofile  nofile  nofile  nofile  nofile  nofile  out
card  delete        officer     card    card    scope   scope   scope   scope   scope   scope   out
card  delete        member      card    card    card    scope   scope   scope   scope   scope   out
card  delete        liaison     card    card    reads   card    reads   reads   reads   reads   out
card  delete        leader,hq   card    card    card    card    card    card    card    card    out
card  read_deleted  officer     seen    seen    unseen  unseen  unseen  unseen  unseen  unseen  out
card  read_deleted  member      seen    seen    seen    unseen  unseen  unseen  unseen  unseen  out
card  read_deleted  liaison     seen    seen    veiled  seen    veiled  veiled  veiled  veiled  out
card  read_deleted  leader,hq   seen    seen    seen    seen    seen    seen    seen    seen    out
card  restore       officer     card    card    scope   scope   scope   scope   scope   scope   out
card  restore       member      card    card    card    scope   scope   scope   scope   scope   out
card  restore       liaison     card    card    reads   card    reads   reads   reads   reads   out
card  restore       leader,hq   card    card    card    card    card    card    card    card    out

claim create        officer     mine    mine    mine    mine    mine    mine    mine    mine    out
claim create        member      mine    mine    there   mine    mine    mine    mine    mine    out
claim create        liaison     mine    mine    mine    there   mine    mine    mine    mine    out
claim create        leader,hq   mine    mine    there   there   there   there   mine    there   out
claim read          officer     seen    seen    unseen  unseen  unseen  unseen  seen    unseen  out
claim read          member      seen    seen    seen    unseen  unseen  unseen  seen    unseen  out
claim read          liaison     seen    seen    veiled  seen    veiled  veiled  seen    veiled  out
claim read          leader,hq   seen    seen    seen    seen    seen    seen    seen    seen    out
claim update        officer     kept    kept    scope   scope   scope   scope   kept    scope   out
claim update        member      kept    kept    kept    scope   scope   scope   kept    scope   out
claim update        liaison     kept    kept    reads   kept    reads   reads   kept    reads   out
claim update        leader,hq   kept    kept    kept    kept    kept    kept    kept    kept    out
claim reassign      officer     kept    kept    scope   scope   scope   scope   kept    scope   out
claim reassign      member      kept    kept    kept    scope   scope   scope   kept    scope   out
claim reassign      liaison     kept    kept    reads   kept    reads   reads   kept    reads   out
claim reassign      leader,hq   kept    kept    kept    kept    kept    kept    kept    kept    out
claim recreate      officer     kept    kept    scope   scope   scope   scope   kept    scope   out
claim recreate      member      kept    kept    kept    scope   scope   scope   kept    scope   out
claim recreate      liaison     kept    kept    reads   kept    reads   reads   kept    reads   out
claim recreate      leader,hq   kept    kept    kept    kept    kept    kept    kept    kept    out
claim attach        officer     mine    mine    mine    mine    mine    mine    mine    mine    out
claim attach        member      mine    mine    there   mine    mine    mine    mine    mine    out
claim attach        liaison     mine    mine    mine    there   mine    mine    mine    mine    out
claim attach        leader,hq   mine    mine    there   there   there   there   mine    there   out
claim write_file    all         nofile  nofile  nofile  nofile  nofile  nofile  nofile  nofile  out
claim read_file     all         nofile  nofile  nofile  nofile  nofile  nofile  nofile  nofile  out
claim delete        officer     kept    kept    scope   scope   scope   scope   kept    scope   out
claim delete        member      kept    kept    kept    scope   scope   scope   kept    scope   out
claim delete        liaison     kept    kept    reads   kept    reads   reads   kept    reads   out
claim delete        leader,hq   kept    kept    kept    kept    kept    kept    kept    kept    out
claim read_deleted  officer     seen    seen    unseen  unseen  unseen  unseen  seen    unseen  out
claim read_deleted  member      seen    seen    seen    unseen  unseen  unseen  seen    unseen  out
claim read_deleted  liaison     seen    seen    veiled  seen    veiled  veiled  seen    veiled  out
claim read_deleted  leader,hq   seen    seen    seen    seen    seen    seen    seen    seen    out
claim restore       officer     kept    kept    scope   scope   scope   scope   kept    scope   out
claim restore       member      kept    kept    kept    scope   scope   scope   kept    scope   out
claim restore       liaison     kept    kept    reads   kept    reads   reads   kept    reads   out
claim restore       leader,hq   kept    kept    kept    kept    kept    kept    kept    kept    out

entry create        officer     mine    mine    mine    mine    mine    mine    mine    mine    out
entry create        member      mine    mine    there   mine    mine    mine    mine    mine    out
entry create        liaison     mine    mine    mine    there   mine    mine    mine    mine    out
entry create        leader,hq   mine    mine    there   there   there   there   mine    there   out
entry read          officer     seen    seen    unseen  unseen  unseen  unseen  seen    unseen  out
entry read          member      seen    seen    seen    unseen  unseen  unseen  seen    unseen  out
entry read          liaison     seen    seen    veiled  seen    veiled  veiled  seen    veiled  out
entry read          leader,hq   seen    seen    seen    seen    seen    seen    seen    seen    out
entry update        officer     kept    kept    scope   scope   scope   scope   kept    scope   out
entry update        member      kept    kept    kept    scope   scope   scope   kept    scope   out
entry update        liaison     kept    kept    reads   kept    reads   reads   kept    reads   out
entry update        leader,hq   kept    kept    kept    kept    kept    kept    kept    kept    out
entry reassign      officer     kept    kept    scope   scope   scope   scope   kept    scope   out
entry reassign      member      kept    kept    kept    scope   scope   scope   kept    scope   out
entry reassign      liaison     kept    kept    reads   kept    reads   reads   kept    reads   out
entry reassign      leader,hq   kept    kept    kept    kept    kept    kept    kept    kept    out
entry recreate      officer     kept    kept    scope   scope   scope   scope   kept    scope   out
entry recreate      member      kept    kept    kept    scope   scope   scope   kept    scope   out
entry recreate      liaison     kept    kept    reads   kept    reads   reads   kept    reads   out
entry recreate      leader,hq   kept    kept    kept    kept    kept    kept    kept    kept    out
entry attach        officer     mine    mine    mine    mine    mine    mine    mine    mine    out
entry attach        member      mine    mine    there   mine    mine    mine    mine    mine    out
entry attach        liaison     mine    mine    mine    there   mine    mine    mine    mine    out
entry attach        leader,hq   mine    mine    there   there   there   there   mine    there   out
entry write_file    all         nofile  nofile  nofile  nofile  nofile  nofile  nofile  nofile  out
entry read_file     all         nofile  nofile  nofile  nofile  nofile  nofile  nofile  nofile  out
entry delete        officer     done    done    scope   scope   scope   scope   done    scope   out
entry delete        member      done    done    done    scope   scope   scope   done    scope   out
entry delete        liaison     done    done    reads   done    reads   reads   done    reads   out
entry delete        leader,hq   done    done    done    done    done    done    done    done    out
entry read_deleted  officer     seen    seen    unseen  unseen  unseen  unseen  seen    unseen  out
entry read_deleted  member      seen    seen    seen    unseen  unseen  unseen  seen    unseen  out
entry read_deleted  liaison     seen    seen    veiled  seen    veiled  veiled  seen    veiled  out
entry read_deleted  leader,hq   seen    seen    seen    seen    seen    seen    seen    seen    out
entry restore       officer     done    done    scope   scope   scope   scope   done    scope   out
entry restore       member      done    done    done    scope   scope   scope   done    scope   out
entry restore       liaison     done    done    reads   done    reads   reads   done    reads   out
entry restore       leader,hq   done    done    done    done    done    done    done    done    out

case  create        all         card    card    card    card    card    card    card    card    out
case  read          officer     seen    seen    unseen  unseen  unseen  unseen  seen    unseen  out
case  read          member      seen    seen    seen    unseen  unseen  unseen  seen    unseen  out
case  read          liaison     seen    seen    veiled  seen    veiled  veiled  seen    veiled  out
case  read          leader,hq   seen    seen    seen    seen    seen    seen    seen    seen    out
case  update        officer     ruler   ruler   scope   scope   scope   scope   ruler   scope   out
case  update        member      ruler   ruler   ruler   scope   scope   scope   ruler   scope   out
case  update        liaison     ruler   ruler   reads   ruler   reads   reads   ruler   reads   out
case  update        leader      ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
case  update        hq          done    done    done    done    done    done    done    done    out
case  reassign      officer     ruler   ruler   scope   scope   scope   scope   ruler   scope   out
case  reassign      member      ruler   ruler   ruler   scope   scope   scope   ruler   scope   out
case  reassign      liaison     ruler   ruler   reads   ruler   reads   reads   ruler   reads   out
case  reassign      leader      ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
case  reassign      hq          fixed   fixed   fixed   fixed   fixed   fixed   fixed   fixed   out
case  recreate      officer     card    card    scope   scope   scope   scope   card    scope   out
case  recreate      member      card    card    card    scope   scope   scope   card    scope   out
case  recreate      liaison     card    card    reads   card    reads   reads   card    reads   out
case  recreate      leader,hq   card    card    card    card    card    card    card    card    out
case  attach        officer     mine    mine    mine    mine    mine    mine    mine    mine    out
case  attach        member      mine    mine    there   mine    mine    mine    mine    mine    out
case  attach        liaison     mine    mine    mine    there   mine    mine    mine    mine    out
case  attach        leader,hq   mine    mine    there   there   there   there   mine    there   out
case  write_file    all         nofile  nofile  nofile  nofile  nofile  nofile  nofile  nofile  out
case  read_file     all         nofile  nofile  nofile  nofile  nofile  nofile  nofile  nofile  out
case  delete        officer     card    card    scope   scope   scope   scope   card    scope   out
case  delete        member      card    card    card    scope   scope   scope   card    scope   out
case  delete        liaison     card    card    reads   card    reads   reads   card    reads   out
case  delete        leader,hq   card    card    card    card    card    card    card    card    out
case  read_deleted  officer     seen    seen    unseen  unseen  unseen  unseen  seen    unseen  out
case  read_deleted  member      seen    seen    seen    unseen  unseen  unseen  seen    unseen  out
case  read_deleted  liaison     seen    seen    veiled  seen    veiled  veiled  seen    veiled  out
case  read_deleted  leader,hq   seen    seen    seen    seen    seen    seen    seen    seen    out
case  restore       officer     card    card    scope   scope   scope   scope   card    scope   out
case  restore       member      card    card    card    scope   scope   scope   card    scope   out
case  restore       liaison     card    card    reads   card    reads   reads   card    reads   out
case  restore       leader,hq   card    card    card    card    card    card    card    card    out

open  create        all         card    card    card    card    card    card    card    card    out
open  read          all         seen    seen    seen    seen    seen    seen    seen    seen    out
open  update        all         fixed   fixed   fixed   fixed   fixed   fixed   fixed   fixed   out
open  reassign      all         fixed   fixed   fixed   fixed   fixed   fixed   fixed   fixed   out
open  recreate      all         card    card    card    card    card    card    card    card    out
open  attach        all         mine    mine    mine    mine    mine    mine    mine    mine    out
open  write_file    all         nofile  nofile  nofile  nofile  nofile  nofile  nofile  nofile  out
open  read_file     all         nofile  nofile  nofile  nofile  nofile  nofile  nofile  nofile  out
open  delete        all         card    card    card    card    card    card    card    card    out
open  read_deleted  all         seen    seen    seen    seen    seen    seen    seen    seen    out
open  restore       all         card    card    card    card    card    card    card    card    out
"""

OUTCOMES = frozenset(
    {"done", "mine", "there", "seen", "unseen", "scope", "fixed", "card", "nofile", "kept", "ruler", "out"}
    | {"veiled", "reads", "all"}
)


def _cells() -> dict[tuple[str, str, str, str], str]:
    head, *lines = [line.split() for line in (_TABLE + ORDERS).splitlines() if line.strip()]
    assert tuple(head[3:]) == RELATIONS
    cells: dict[tuple[str, str, str, str], str] = {}
    for group, action, roles, *outcomes in lines:
        for role in ROLES if roles == "all" else roles.split(","):
            for relation, outcome in zip(RELATIONS, outcomes, strict=True):
                assert (group, action, role, relation) not in cells, "said twice"
                cells[group, action, role, relation] = outcome
    work = {at: outcome for at, outcome in cells.items() if at[0] == "work"}
    return {(LISTS, *at[1:]): outcome for at, outcome in work.items()} | cells


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
