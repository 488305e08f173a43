"""The main job from end to end with real parts: two laptops, headquarters, a real ledger, real HTTP.

Each step checks what came of it; one that does not come out as it must ends the journey.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.errors import OutpostError
from app.i18n import Translator
from app.rules.amounts import Unit, format_amount
from app.services.desk import Desk
from ui.cli.demo.clash import report_both, rule_on
from ui.cli.demo.errors import DemoStepFailed
from ui.cli.demo.headquarters import Headquarters, Running, stop
from ui.cli.demo.laptop import PASSPHRASE, Laptop
from ui.cli.errors import StoppedHalfway
from ui.cli.input import read_object

Tell = Callable[[str], None]
STORY = "journey.json"
ROLES = ("merged", "settled", "left", "deleted")


class Journey:
    """One demo in ``folder``. ``tell`` is given each line for the person."""

    def __init__(self, folder: Path, samples: Path, translator: Translator, tell: Tell) -> None:
        self._folder = folder
        self._samples = samples
        self._translator = translator
        self._tell = tell
        self._number = 0
        self._story = read_object((samples / STORY).read_bytes(), STORY)
        self._headquarters = Headquarters(folder / "headquarters")
        self._running: Running | None = None
        stationed, colleague = self._story["officers"]
        self.stationed = Laptop(stationed, folder / "laptop-1", translator)
        self.colleague = Laptop(colleague, folder / "laptop-2", translator)
        self.rival = Laptop(self._story["clash"]["officer"], folder / "laptop-3", translator)

    # --- from end to end -------------------------------------------------------------------------------

    def run(self) -> None:
        """Every step in turn.

        Raises:
            DemoStepFailed: a step did not come out as it must.
        """
        for step in (
            self.open_headquarters,
            self.enrol_laptops,
            self.import_ledger,
            self.share_ledger,
            self.work_offline,
            self.meet_again,
            self.show_conflicts,
            self.settle_conflict,
            self.agree,
            self.report_first,
            self.export_list,
            self.check_up,
        ):
            with self._step(step.__name__):
                step()

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        self._number += 1
        title = self._translator.tr(f"demo.step.{name}")
        self._tell(f"\n{self._number}. {title}")
        try:
            yield
        except StoppedHalfway as stopped:
            raise DemoStepFailed(step=title, detail=self._sentence(stopped.error)) from stopped
        except DemoStepFailed:
            raise
        except OutpostError as error:
            raise DemoStepFailed(step=title, detail=self._sentence(error)) from error

    def _done(self, key: str, **values: object) -> None:
        self._tell(f"   ✓ {self._translator.tr(f'demo.done.{key}', **values)}")

    def _must(self, true: bool, key: str) -> None:
        if not true:
            tr = self._translator.tr
            raise DemoStepFailed(step=str(self._number), detail=tr(f"demo.must.{key}"))

    def _sentence(self, error: OutpostError) -> str:
        return self._translator.tr(error.key, **error.params)

    def at_headquarters(self, name: str, work: Callable[[Desk], None]) -> None:
        """Somebody of headquarters does what only they may, and the stationed officer hears of it."""
        assert self._running is not None
        laptop = Laptop(name, self._folder / "laptop-bureau", self._translator)
        try:
            self._headquarters.add_clerk(self._story["unit"], name)
            code = self._headquarters.invite(name)
            laptop.do("enrol", url=self._running.url, code=code, device_name=laptop.folder.name)
            for one in (self.stationed, laptop):
                one.sync()
            work(laptop.desk)
            for one in (laptop, self.stationed):
                one.sync()
        finally:
            laptop.close()

    def publish_rules(self, folder: Path) -> None:
        """Headquarters publishes a pack of its own; the laptops get it with the next sync."""
        self._headquarters.command("rules", "publish", str(folder))

    def close(self) -> None:
        """End headquarters and let go of the profiles."""
        self.stationed.close()
        self.colleague.close()
        self.rival.close()
        if self._running is not None:
            stop(self._running)
            self._running = None

    # --- the steps -------------------------------------------------------------------------------------

    def open_headquarters(self) -> None:
        """A bureau, a unit, two officers; serving as its own process."""
        bureau = self._story["bureau"]
        self._headquarters.prepare(bureau)
        self._headquarters.add_people(self._story["unit"], self._story["officers"])
        self._running = self._headquarters.start()
        process = self._running.process.pid
        self._done("headquarters", name=bureau, url=self._running.url, process=process)

    def enrol_laptops(self) -> None:
        """Two encrypted profiles join by one-time codes."""
        assert self._running is not None
        for laptop in (self.stationed, self.colleague):
            code = self._headquarters.invite(laptop.name)
            joined = laptop.do("enrol", url=self._running.url, code=code, device_name=laptop.folder.name)
            self._done("enrolled", user=joined["user"], unit=joined["unit"], code=code, path=laptop.folder)
        self._done("passphrase", passphrase=PASSPHRASE)

    def import_ledger(self) -> None:
        """The sample ledger, previewed and imported; undone and redone as a whole."""
        name = self._story["ledger"]
        ledger = str(self._samples / name)
        before = self.stationed.desk.store.content_hash()
        preview = self.stationed.do("import", file=ledger, dry_run=True)
        self._done("preview", tables=len(preview["tables"]), columns=_columns(preview))
        done = self.stationed.do("import", file=ledger)
        after = self.stationed.desk.store.content_hash()
        self._done("imported", file=name, **_new(done["counts"]))
        for notice in done["notices"]:
            if notice["level"] == "warning":
                places = ", ".join(cell["place"] for cell in notice["cells"])
                self._tell(f"     ⚠ {places}: {notice['message']}")
        self.stationed.do("undo")
        self._must(self.stationed.desk.store.content_hash() == before, "undone")
        self.stationed.do("redo")
        self._must(self.stationed.desk.store.content_hash() == after, "redone")
        self._done("import_undone", hash=after)

    def share_ledger(self) -> None:
        """What one imported, the other has after a sync of each."""
        self._synced(self.stationed)
        self._synced(self.colleague)
        self._must(self._same_content(), "same")

    def work_offline(self) -> None:
        """Headquarters is out of reach; both go on working, on the same records too."""
        assert self._running is not None
        port = self._running.port
        stop(self._running)
        self._running = None
        self._offline()
        self._edit_at_home()
        self._edit_on_the_road()
        self._running = self._headquarters.start(port)

    def meet_again(self) -> None:
        """A, B, A: everything arrives; different fields are merged, the same ones become cards."""
        for laptop in (self.stationed, self.colleague, self.stationed):
            self._synced(laptop)
        both = self._record(self.stationed, self._projects()["merged"])
        wanted = self._story["on_the_road"]["merged"] | self._story["at_home"]["merged"]
        self._must(both | wanted == both, "merged")
        self._done("merged", name=both["name"])
        photo = self._photo_hash(self.colleague)
        name = self._story["photo"]
        self._must(photo == hashlib.sha256((self._samples / name).read_bytes()).hexdigest(), "photo")
        self._done("photo", name=name, sha256=photo[:16])
        self._must(self._same_content(), "same")

    def show_conflicts(self) -> None:
        """Both values and the one before, and who wrote them."""
        cards = self.stationed.do("conflicts")["conflicts"]
        self._must({card["reason"] for card in cards} == {"edit", "delete"}, "cards")
        for card in cards:
            self._done(f"card_{card['reason']}", title=card["title"], author=card["author"])
            for entry in card["entries"]:
                field = self._translator.tr(f"field.{card['kind']}.{entry['field']}")
                name = f"{card['kind']}.{entry['field']}"
                parts = {side: self._shown(name, entry[side]) for side in ("before", "mine", "theirs")}
                self._tell(f"     {self._translator.tr('demo.entry', field=field, **parts)}")

    def settle_conflict(self) -> None:
        """One choice settles a card; undo and redo work on it like on anything."""
        card = self._card(self._projects()["settled"])
        before = self._record(self.stationed, card["target"])
        self.stationed.do("resolve", id=card["id"], take="theirs" if card["stands"] == "mine" else "mine")
        after = self._record(self.stationed, card["target"])
        self._must(before != after, "resolved")
        self.stationed.do("undo")
        self._must(self._record(self.stationed, card["target"]) == before, "undone")
        self.stationed.do("redo")
        self._must(self._record(self.stationed, card["target"]) == after, "redone")
        self._done("resolved", title=card["title"])
        history = self.stationed.do("history", kind="project", id=card["target"])["history"]
        self._done("history", count=len(history), title=card["title"])

    def agree(self) -> None:
        """The choice travels; then all three hold the same, and one more sync has nothing to do."""
        for laptop in (self.stationed, self.colleague):
            self._synced(laptop)
        self._must(self._same_content(), "same")
        doctor = self.stationed.do("doctor")
        self._must(doctor["hq"] == self._headquarters.digest(), "same")
        self._done("agreed", hash=doctor["content_hash"], records=sum(doctor["counts"]["records"].values()))
        idle = self.stationed.sync()
        self._must(idle["requests"] == 1 and idle["sent"] == idle["received"] == 0, "idle")
        self._done("idle", bytes=idle["up"] + idle["down"])

    def report_first(self) -> None:
        """Two units report the same firms offline; cases open by themselves, one is ruled on."""
        assert self._running is not None
        story, rival = self._story["clash"], self.rival
        self._headquarters.add_people(story["unit"], [rival.name])
        code = self._headquarters.invite(rival.name)
        rival.do("enrol", url=self._running.url, code=code, device_name=rival.folder.name)
        ruled, left = report_both(self.stationed, rival, story["evidence"])
        for laptop in (self.stationed, rival, self.stationed):
            self._synced(laptop)
        titles = {case["title"] for case in self.stationed.do("clashes")["clashes"]}
        self._must(titles == {ruled, left}, "clash")
        self._done("clash", title=ruled, unit=self._story["unit"], other=story["unit"])
        rule_on(self._headquarters, ruled, story)
        for laptop in (rival, self.stationed):
            self._synced(laptop)
            found = next(one for one in laptop.do("clashes")["clashes"] if one["title"] == ruled)
            self._must([party["share"] for party in found["parties"]] == story["shares"], "ruled")
        self._done("ruled", title=ruled, reason=story["reason"])

    def export_list(self) -> None:
        """The projects as a spreadsheet for others."""
        target = self._folder / "projects.xlsx"
        done = self.stationed.do("export", kind="project", file=str(target))
        self._done("exported", count=done["records"], path=target)

    def check_up(self) -> None:
        """Both stores are sound."""
        for laptop in (self.stationed, self.colleague):
            doctor = laptop.do("doctor")
            self._done("sound", user=laptop.name, records=sum(doctor["counts"]["records"].values()))

    # --- parts of the steps ----------------------------------------------------------------------------

    def _offline(self) -> None:
        try:
            self.stationed.sync()
        except StoppedHalfway as stopped:
            self._must(stopped.error.code == "offline", "offline")
            self._done("offline", message=self._sentence(stopped.error))
        else:
            self._must(False, "offline")

    def _edit_on_the_road(self) -> None:
        """The stationed officer visits a firm."""
        officer, today = self.stationed, self.stationed.desk.today()
        projects, story = self._projects(), self._story
        merged = projects["merged"]
        links = {"project_id": merged, "company_id": self._record(officer, merged).get("investor_id")}
        met = {"visited_on": today.isoformat(), "our_people": [officer.name], **links}
        visit = officer.add("visit", **story["visit"], **met)
        due = {"due_on": (today + timedelta(days=7)).isoformat(), "owner": officer.name}
        officer.add("next_step", **story["next_step"], **due, project_id=merged, visit_id=visit)
        officer.do("attach", kind="visit", id=visit, file=str(self._samples / story["photo"]))
        self._plan_its_life(officer, merged, today)
        for name, values in story["on_the_road"].items():
            officer.change("project", projects[name], **values)
        officer.add("contact", **story["twice"]["contact"])
        self._done("on_the_road", user=officer.name, waiting=officer.desk.store.counts().pending)

    def _plan_its_life(self, officer: Laptop, project: str, today: date) -> None:
        """A leader in charge, a node plan counted backwards, a place on a key list."""
        life = self._story["life"]
        officer.do("leader", id=project, **life["leader"])
        end = date(today.year + life["years"], 6, 30).isoformat()
        officer.do("plan", what="make", id=project, plan=life["plan"], end=end)
        officer.do("key-lists", what="put", id=project, list=life["list"], reason=life["reason"])

    def _edit_at_home(self) -> None:
        """The colleague at the office works on the same records."""
        officer = self.colleague
        projects = self._projects()
        for name, values in self._story["at_home"].items():
            officer.change("project", projects[name], **values)
        officer.do("delete", kind="project", ids=[projects["deleted"]])
        officer.add("contact", **self._story["contact"])
        twice = self._story["twice"]
        company = officer.add("company", **twice["company"])
        today = officer.desk.today().isoformat()
        officer.add("visit", **twice["visit"], visited_on=today, company_id=company)
        self._done("at_home", user=officer.name, waiting=officer.desk.store.counts().pending)

    def _projects(self) -> dict[str, str]:
        """Projects of the ledger to work on, the same ones on both laptops.

        Edits of ``merged`` join; the dispute about ``settled`` is settled, that about ``left`` is left to the
        person at the screen; ``deleted`` is deleted by one and edited by the other.
        """
        return dict(zip(ROLES, sorted(self.stationed.desk.store.ids("project")), strict=False))

    def _record(self, laptop: Laptop, id: str) -> dict[str, Any]:
        values: dict[str, Any] = laptop.do("get", kind="project", id=id)["record"]["values"]
        return values

    def _shown(self, field: str, wire: str | None) -> str:
        """A value of a card in words."""
        tr, choice = self._translator.tr, f"choice.{field}.{wire}"
        if not wire:
            return "—"
        if self._translator.has(choice):
            return tr(choice)
        if field.endswith("investment"):  # amounts travel in 万元
            return tr("demo.amount", amount=format_amount(Decimal(wire), Unit.YI))
        return wire

    def _card(self, id: str) -> dict[str, Any]:
        """The card about one project."""
        cards = self.stationed.do("conflicts")["conflicts"]
        found: dict[str, Any] = next(card for card in cards if card["target"] == id)
        return found

    def _photo_hash(self, laptop: Laptop) -> str:
        """The hash of the photo's bytes, read from the other laptop's own copy."""
        name = self._story["photo"]
        found = [one for one in laptop.do("list", kind="attachment")["records"] if one["title"] == name]
        self._must(len(found) == 1, "photo")
        saved = self._folder / name
        laptop.do("save", id=found[0]["id"], file=str(saved))
        return hashlib.sha256(saved.read_bytes()).hexdigest()

    def _synced(self, laptop: Laptop) -> None:
        figures = laptop.sync()
        files = figures["files"]
        self._done(
            "synced",
            user=laptop.name,
            sent=figures["sent"],
            received=figures["received"],
            requests=figures["requests"],
            kilobytes=f"{(figures['up'] + figures['down']) / 1024:.1f}",
            files=files["uploaded"] + files["downloaded"],
        )

    def _same_content(self) -> bool:
        return self.stationed.desk.store.content_hash() == self.colleague.desk.store.content_hash()


def _columns(preview: dict[str, Any]) -> int:
    return sum(len(table["columns"]) for table in preview["tables"])


def _new(counts: dict[str, Any]) -> dict[str, int]:
    return {kind: counts.get(kind, {}).get("new", 0) for kind in ("project", "company", "contact")}
