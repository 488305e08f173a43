"""A day on which something of everything is due, and the lines of the page that shows it."""

from app.services.records import create_record
from tests.fakes.desktops import Desktop
from ui.components.agenda_list import AgendaRow
from ui.pages.today_page import TodayPage


def full_day(desktop: Desktop) -> TodayPage:
    """Its page with a late step, a promise, a planned visit and somebody silent."""
    desk = desktop.desk
    firm = desktop.id("company", "正威")
    for values in (
        {"title": "资源配置问题答复", "due_on": "2026-11-12", "owner": desk.actor, "company_id": firm},
        {"title": "承诺：答应给用水方案", "due_on": "2026-11-20", "owner": desk.actor, "company_id": firm},
        {"title": "别人的事", "due_on": "2026-11-20", "owner": "王芳"},
    ):
        create_record(desk, "next_step", values)
    create_record(desk, "visit", {"subject": "看地块", "visited_on": "2026-11-21", "company_id": firm})
    silent = {"name": "王建国", "contact_every_days": 30, "last_contact_on": "2026-09-01", "company_id": firm}
    create_record(desk, "contact", silent)
    page = desktop.page("today")
    assert isinstance(page, TodayPage)
    return page


def lines(page: TodayPage) -> list[str]:
    return [row.accessibleName() for found in page.lists for row in found.rows]


def row(page: TodayPage, words: str) -> AgendaRow:
    return next(one for found in page.lists for one in found.rows if words in one.accessibleName())
