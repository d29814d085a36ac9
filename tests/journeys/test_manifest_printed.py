"""A closed list comes out of the printer that a route names: once, whole, and never when somebody changed it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import text

from app.domain.printing import PrintState
from app.settings import PrinterSettings, RouteSettings
from app.station import Station
from app.work.rounds import Rounds
from tests.builders import Rig, a_draft


class ListRig(Rig):
    """A bench with a second printer that is a folder of pages."""

    def _open(self) -> Station:
        office = PrinterSettings(
            name="office", address=f"file:{self.folder / 'office'}", language="page", width_mm=210, height_mm=297
        )
        route = RouteSettings("office", document="manifest")
        self._settings = replace(self._settings, other_printers=(office,), routes=(route,))
        return super()._open()

    @property
    def pages(self) -> list[Path]:
        return sorted((self.folder / "office").glob("*.pdf"))

    @property
    def papers(self) -> Rounds:
        return self.station._rounds["papers"]

    def close_a_pile(self) -> None:
        self.orders(a_draft("1001"))
        self.scan("1001", "A")
        self.work()
        number = self.station.recent_parcels()[0].tracking_number
        assert self.scan(number, "PB.HANDOVER", number, "PB.MANIFEST")[-1] == "manifest.closed"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[ListRig]:
    rig = ListRig(tmp_path)
    yield rig
    rig.station.stop()


def test_a_closed_list_comes_out_once_as_a_page_of_its_papers_size(rig: ListRig) -> None:
    rig.close_a_pile()
    for _ in range(3):
        rig.papers.go_round()
        rig.station.work["printer:office"].step()
    (page,) = rig.pages
    with pypdfium2.PdfDocument(io.BytesIO(page.read_bytes())) as document:
        assert len(document) == 1
        width, height = document.get_page_size(0)
    assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (210, 297)


def test_a_crash_between_the_print_and_the_file_prints_once(rig: ListRig) -> None:
    rig.close_a_pile()
    rig.papers.go_round()
    for written in (rig.folder / "manifests").iterdir():
        written.unlink()  # as if it had come to nothing
    rig.restart()
    rig.papers.go_round()
    while rig.station.work["printer:office"].step():
        pass
    assert len(rig.pages) == 1


def test_a_list_that_somebody_changed_is_not_printed(rig: ListRig) -> None:
    rig.close_a_pile()
    rig.papers.go_round()
    with rig.station.database.transaction() as tx:
        for trigger in tx.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            tx.execute(text(f'DROP TRIGGER "{trigger}"'))
        tx.execute(text("UPDATE manifests SET units = units + 1"))
    rig.station.work["printer:office"].step()
    assert rig.pages == []
    with rig.station.database.reading() as connection:
        states = connection.execute(text("SELECT state, code FROM prints WHERE document = 'manifest'")).all()
    assert [tuple(state) for state in states] == [(PrintState.FAILED, "manifest.forged")]


def test_without_a_route_a_list_is_only_a_file(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.orders(a_draft("1001"))
    rig.scan("1001", "A")
    rig.work()
    number = rig.station.recent_parcels()[0].tracking_number
    rig.scan(number, "PB.HANDOVER", number, "PB.MANIFEST")
    rig.station._rounds["papers"].go_round()
    assert len(list((tmp_path / "manifests").iterdir())) == 1
    assert len(rig.printer.documents) == 1  # the label
    rig.station.stop()
