"""What the place has to offer: projects packaged for promotion, the reserve library (E1, feature 33)."""

from decimal import Decimal

from app.model.columns import (
    Declared,
    choice,
    integer,
    land,
    long_text,
    money,
    reference,
    text,
    texts,
    yes_no,
)
from app.model.field import Format, Merge
from app.model.record import Record

# 储备、推介中、已签约、撤下.
OFFER_STATES = ("prepared", "promoted", "taken", "withdrawn")
# 独资、合资、合作、股权、政府和社会资本合作、其他.
COOPERATIONS = ("sole", "joint", "contract", "equity", "ppp", "other")
# 净地、标准厂房、楼宇、闲置资产、园区.
CARRIERS = ("land", "factory", "building", "idle", "park")


class Offer(Record):
    """推介项目: an opportunity packaged for investors, before anybody has taken it up (E1).

    ``investment``: 总投资, 万元; ``site`` and ``carrier``: where it would stand; ``benefits``: what it would
    earn; ``terms``: what is offered with it. ``project_id``: what became of it. Its pictures 图册 are its
    attachments.
    """

    __tablename__ = "offer"
    schema = 3
    common = True

    name: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    industry: Declared[str | None] = text(60, column=1, form=2, search=True)
    key: Declared[bool | None] = yes_no(column=2, form=3)
    state: Declared[str | None] = choice(*OFFER_STATES, column=1, form=4, merge=Merge.LATEST)
    investment: Declared[Decimal | None] = money(column=1, form=5)
    cooperation: Declared[str | None] = choice(*COOPERATIONS, column=3, form=6)
    place: Declared[str | None] = text(format=Format.PLACE, column=3, form=7, search=True)
    carrier: Declared[str | None] = choice(*CARRIERS, column=3, form=8)
    site: Declared[str | None] = text(column=2, form=9, search=True)
    land: Declared[Decimal | None] = land(column=3, form=10)
    floor_area: Declared[int | None] = integer(column=4, form=11)
    content: Declared[str | None] = long_text(form=12, search=True)
    grounds: Declared[str | None] = long_text(form=13, search=True)
    benefits: Declared[str | None] = long_text(form=14, search=True)
    terms: Declared[str | None] = long_text(form=15, search=True)
    provider: Declared[str | None] = text(column=2, form=16, search=True)
    contact: Declared[str | None] = text(60, column=3, form=17, search=True)
    phones: Declared[list[str] | None] = texts(Format.PHONE, 40, column=4, form=18, search=True)
    project_id: Declared[str | None] = reference("project", column=4, form=19)
    note: Declared[str | None] = long_text(form=20, search=True)
