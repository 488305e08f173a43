"""The rows of the permission table for what headquarters' people alone write (judgements, merit).

``seal``: published months, which are written once and stay with their unit. Everybody has ``notice``
(targets) and ``issue`` (bulletins, which are written once).
"""

LISTS = "list"  # as work, but what headquarters' people write is everybody's: they are said below

ORDERS = """
list  create        hq          there   all     all     all     all     all     there   there   out
list  attach        hq          mine    mine    there   there   there   there   mine    mine    out

order create        officer     ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
order create        member      ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
order create        liaison     ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
order create        leader      ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
order create        hq          mine    mine    there   there   there   there   there   there   out
order read          officer     seen    seen    unseen  unseen  unseen  unseen  unseen  unseen  out
order read          member      seen    seen    seen    unseen  unseen  unseen  unseen  unseen  out
order read          liaison     seen    seen    veiled  seen    veiled  veiled  veiled  veiled  out
order read          leader,hq   seen    seen    seen    seen    seen    seen    seen    seen    out
order update        officer     ruler   ruler   scope   scope   scope   scope   scope   scope   out
order update        member      ruler   ruler   ruler   scope   scope   scope   scope   scope   out
order update        liaison     ruler   ruler   reads   ruler   reads   reads   reads   reads   out
order update        leader      ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
order update        hq          done    done    done    done    done    done    done    done    out
order reassign      officer     ruler   ruler   scope   scope   scope   scope   scope   scope   out
order reassign      member      ruler   ruler   ruler   scope   scope   scope   scope   scope   out
order reassign      liaison     ruler   ruler   reads   ruler   reads   reads   reads   reads   out
order reassign      leader      ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
order reassign      hq          fixed   fixed   fixed   fixed   fixed   fixed   fixed   fixed   out
order recreate      officer     ruler   ruler   scope   scope   scope   scope   scope   scope   out
order recreate      member      ruler   ruler   ruler   scope   scope   scope   scope   scope   out
order recreate      liaison     ruler   ruler   reads   ruler   reads   reads   reads   reads   out
order recreate      leader      ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
order recreate      hq          done    done    done    done    done    done    done    done    out
order attach        officer     mine    mine    mine    mine    mine    mine    there   mine    out
order attach        member      mine    mine    there   mine    mine    mine    there   mine    out
order attach        liaison     mine    mine    mine    there   mine    mine    there   mine    out
order attach        leader,hq   mine    mine    there   there   there   there   there   there   out
order write_file    all         nofile  nofile  nofile  nofile  nofile  nofile  nofile  nofile  out
order read_file     all         nofile  nofile  nofile  nofile  nofile  nofile  nofile  nofile  out
order delete        officer     ruler   ruler   scope   scope   scope   scope   scope   scope   out
order delete        member      ruler   ruler   ruler   scope   scope   scope   scope   scope   out
order delete        liaison     ruler   ruler   reads   ruler   reads   reads   reads   reads   out
order delete        leader      ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
order delete        hq          done    done    done    done    done    done    done    done    out
order read_deleted  officer     seen    seen    unseen  unseen  unseen  unseen  unseen  unseen  out
order read_deleted  member      seen    seen    seen    unseen  unseen  unseen  unseen  unseen  out
order read_deleted  liaison     seen    seen    veiled  seen    veiled  veiled  veiled  veiled  out
order read_deleted  leader,hq   seen    seen    seen    seen    seen    seen    seen    seen    out
order restore       officer     ruler   ruler   scope   scope   scope   scope   scope   scope   out
order restore       member      ruler   ruler   ruler   scope   scope   scope   scope   scope   out
order restore       liaison     ruler   ruler   reads   ruler   reads   reads   reads   reads   out
order restore       leader      ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
order restore       hq          done    done    done    done    done    done    done    done    out

notice create       officer,member,liaison,leader ruler ruler ruler ruler ruler ruler ruler ruler out
notice create       hq                            there there there there there there there there out
notice read         all                           seen  seen  seen  seen  seen  seen  seen  seen  out
notice update       officer,member,liaison,leader ruler ruler ruler ruler ruler ruler ruler ruler out
notice update       hq                            done  done  done  done  done  done  done  done  out
notice reassign     officer,member,liaison,leader ruler ruler ruler ruler ruler ruler ruler ruler out
notice reassign     hq                            fixed fixed fixed fixed fixed fixed fixed fixed out
notice recreate     officer,member,liaison,leader ruler ruler ruler ruler ruler ruler ruler ruler out
notice recreate     hq                            done  done  done  done  done  done  done  done  out
notice attach       all                           mine  mine  mine  mine  mine  mine  mine  mine  out
notice write_file   all                           nofile nofile nofile nofile nofile nofile nofile nofile out
notice read_file    all                           nofile nofile nofile nofile nofile nofile nofile nofile out
notice delete       officer,member,liaison,leader ruler ruler ruler ruler ruler ruler ruler ruler out
notice delete       hq                            done  done  done  done  done  done  done  done  out
notice read_deleted all                           seen  seen  seen  seen  seen  seen  seen  seen  out
notice restore      officer,member,liaison,leader ruler ruler ruler ruler ruler ruler ruler ruler out
notice restore      hq                            done  done  done  done  done  done  done  done  out

issue  create       officer,member,liaison,leader ruler ruler ruler ruler ruler ruler ruler ruler out
issue  create       hq                            there there there there there there there there out
issue  read         all                           seen  seen  seen  seen  seen  seen  seen  seen  out
issue  update       officer,member,liaison,leader ruler ruler ruler ruler ruler ruler ruler ruler out
issue  update       hq                            kept  kept  kept  kept  kept  kept  kept  kept  out
issue  reassign     officer,member,liaison,leader ruler ruler ruler ruler ruler ruler ruler ruler out
issue  reassign     hq                            kept  kept  kept  kept  kept  kept  kept  kept  out
issue  recreate     officer,member,liaison,leader ruler ruler ruler ruler ruler ruler ruler ruler out
issue  recreate     hq                            kept  kept  kept  kept  kept  kept  kept  kept  out
issue  attach       all                           mine  mine  mine  mine  mine  mine  mine  mine  out
issue  write_file   all                           nofile nofile nofile nofile nofile nofile nofile nofile out
issue  read_file    all                           nofile nofile nofile nofile nofile nofile nofile nofile out
issue  delete       officer,member,liaison,leader ruler ruler ruler ruler ruler ruler ruler ruler out
issue  delete       hq                            done  done  done  done  done  done  done  done  out
issue  read_deleted all                           seen  seen  seen  seen  seen  seen  seen  seen  out
issue  restore      officer,member,liaison,leader ruler ruler ruler ruler ruler ruler ruler ruler out
issue  restore      hq                            done  done  done  done  done  done  done  done  out

seal  create        officer     ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
seal  create        member      ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
seal  create        liaison     ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
seal  create        leader      ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
seal  create        hq          mine    mine    there   there   there   there   mine    there   out
seal  read          officer     seen    seen    unseen  unseen  unseen  unseen  seen    unseen  out
seal  read          member      seen    seen    seen    unseen  unseen  unseen  seen    unseen  out
seal  read          liaison     seen    seen    veiled  seen    veiled  veiled  seen    veiled  out
seal  read          leader,hq   seen    seen    seen    seen    seen    seen    seen    seen    out
seal  update        officer     ruler   ruler   scope   scope   scope   scope   ruler   scope   out
seal  update        member      ruler   ruler   ruler   scope   scope   scope   ruler   scope   out
seal  update        liaison     ruler   ruler   reads   ruler   reads   reads   ruler   reads   out
seal  update        leader      ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
seal  update        hq          kept    kept    kept    kept    kept    kept    kept    kept    out
seal  reassign      officer     ruler   ruler   scope   scope   scope   scope   ruler   scope   out
seal  reassign      member      ruler   ruler   ruler   scope   scope   scope   ruler   scope   out
seal  reassign      liaison     ruler   ruler   reads   ruler   reads   reads   ruler   reads   out
seal  reassign      leader      ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
seal  reassign      hq          kept    kept    kept    kept    kept    kept    kept    kept    out
seal  recreate      officer     ruler   ruler   scope   scope   scope   scope   ruler   scope   out
seal  recreate      member      ruler   ruler   ruler   scope   scope   scope   ruler   scope   out
seal  recreate      liaison     ruler   ruler   reads   ruler   reads   reads   ruler   reads   out
seal  recreate      leader      ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
seal  recreate      hq          kept    kept    kept    kept    kept    kept    kept    kept    out
seal  attach        officer     mine    mine    mine    mine    mine    mine    mine    mine    out
seal  attach        member      mine    mine    there   mine    mine    mine    mine    mine    out
seal  attach        liaison     mine    mine    mine    there   mine    mine    mine    mine    out
seal  attach        leader,hq   mine    mine    there   there   there   there   mine    there   out
seal  write_file    all         nofile  nofile  nofile  nofile  nofile  nofile  nofile  nofile  out
seal  read_file     all         nofile  nofile  nofile  nofile  nofile  nofile  nofile  nofile  out
seal  delete        officer     ruler   ruler   scope   scope   scope   scope   ruler   scope   out
seal  delete        member      ruler   ruler   ruler   scope   scope   scope   ruler   scope   out
seal  delete        liaison     ruler   ruler   reads   ruler   reads   reads   ruler   reads   out
seal  delete        leader      ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
seal  delete        hq          kept    kept    kept    kept    kept    kept    kept    kept    out
seal  read_deleted  officer     seen    seen    unseen  unseen  unseen  unseen  seen    unseen  out
seal  read_deleted  member      seen    seen    seen    unseen  unseen  unseen  seen    unseen  out
seal  read_deleted  liaison     seen    seen    veiled  seen    veiled  veiled  seen    veiled  out
seal  read_deleted  leader,hq   seen    seen    seen    seen    seen    seen    seen    seen    out
seal  restore       officer     ruler   ruler   scope   scope   scope   scope   ruler   scope   out
seal  restore       member      ruler   ruler   ruler   scope   scope   scope   ruler   scope   out
seal  restore       liaison     ruler   ruler   reads   ruler   reads   reads   ruler   reads   out
seal  restore       leader      ruler   ruler   ruler   ruler   ruler   ruler   ruler   ruler   out
seal  restore       hq          kept    kept    kept    kept    kept    kept    kept    kept    out
"""
