"""Inbound receptions 接待: who comes, who receives them, and what is done when."""

from datetime import date
from typing import Any

from app.model.columns import Declared, choice, data, day, integer, long_text, reference, text, texts
from app.model.field import Format, Merge
from app.model.outings import SIDES
from app.model.record import Record

# A reception is planned, then held or called off; held once its visits were written up.
RECEPTION_STATES = PLANNED, HELD, CALLED_OFF = ("planned", "held", "called_off")
# 长桌会谈、圆桌宴请、两者都有.
TABLES = ("long", "round", "both")
# 接站、乘车、会谈、参观、用餐、住宿、送站、其他.
STOP_KINDS = ("arrival", "transfer", "talk", "site", "meal", "hotel", "departure", "other")


class Reception(Record):
    """接待: investors come to see the place (S1:144: 邀请客商来区考察).

    ``leader`` receives them, ``handler`` answers for the whole and is called when something goes wrong.
    ``seats``: seats exchanged by hand, ``{"long" or "round": [[id, id], …]}`` of people, replayed in order on
    the seating of the rules (``app.rules.seating``).
    """

    __tablename__ = "reception"
    schema = 3

    title: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    starts_on: Declared[date | None] = day(required=True, column=1, form=2)
    ends_on: Declared[date | None] = day(column=1, form=3)
    state: Declared[str | None] = choice(*RECEPTION_STATES, column=1, form=4, merge=Merge.LATEST)
    company_id: Declared[str | None] = reference("company", parent=2, column=1, form=5)
    project_id: Declared[str | None] = reference("project", parent=1, column=2, form=6)
    leader: Declared[str | None] = text(60, column=2, form=7, search=True)
    handler: Declared[str | None] = text(60, column=2, form=8, search=True)
    host_unit: Declared[str | None] = text(column=3, form=9, search=True)
    seating: Declared[str | None] = choice(*TABLES, column=4, form=10)
    purpose: Declared[str | None] = long_text(form=11, search=True)
    note: Declared[str | None] = long_text(form=12, search=True)
    seats: Declared[Any] = data(merge=Merge.LATEST, mark=True)


class ReceptionPerson(Record):
    """接待人员: a guest or a host, in the order of rank of their side (``position`` 1 is the first).

    ``arrives`` and ``departs``: flight or train with its hour; ``needs``: diet and whatever else to mind.
    """

    __tablename__ = "reception_person"
    schema = 3

    name: Declared[str | None] = text(60, required=True, column=1, form=1, search=True, personal=True)
    side: Declared[str | None] = choice(*SIDES, required=True, column=1, form=2)
    position: Declared[int | None] = integer(column=2, form=3)
    title: Declared[str | None] = text(100, column=1, form=4, search=True)
    firm: Declared[str | None] = text(column=2, form=5, search=True)
    contact_id: Declared[str | None] = reference("contact", form=6)
    phone: Declared[str | None] = text(
        40, format=Format.PHONE, column=2, form=7, search=True, personal=True, masked=True
    )
    arrives: Declared[str | None] = text(100, column=3, form=8)
    departs: Declared[str | None] = text(100, column=3, form=9)
    lodging: Declared[str | None] = text(100, column=4, form=10)
    needs: Declared[str | None] = text(column=3, form=11, masked=True)
    reception_id: Declared[str | None] = reference("reception", required=True, parent=1, form=12)
    note: Declared[str | None] = long_text(form=13)


class ReceptionStop(Record):
    """接待日程: what is done where and when, who goes along, who answers for it.

    ``time`` and ``until`` are hours of the day (09:30); ``travel``: minutes from the place before.
    ``company_id``: the firm or carrier 载体 seen; ``people``: who of ours goes along.
    """

    __tablename__ = "reception_stop"
    schema = 3

    title: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    held_on: Declared[date | None] = day(required=True, column=1, form=2)
    time: Declared[str | None] = text(20, column=1, form=3)
    until: Declared[str | None] = text(20, column=2, form=4)
    kind: Declared[str | None] = choice(*STOP_KINDS, column=2, form=5)
    place: Declared[str | None] = text(column=1, form=6, search=True)
    company_id: Declared[str | None] = reference("company", form=7)
    travel: Declared[int | None] = integer(column=3, form=8)
    vehicles: Declared[str | None] = text(100, column=3, form=9)
    people: Declared[list[str] | None] = texts(column=3, form=10, search=True)
    owner: Declared[str | None] = text(60, column=1, form=11, search=True)
    reception_id: Declared[str | None] = reference("reception", required=True, parent=1, form=12)
    note: Declared[str | None] = long_text(form=13)
