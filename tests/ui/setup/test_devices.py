"""Printer, scanner, scale and carrier are found, chosen, and tried before anybody packs with them."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from app.devices.finding import Found
from app.domain.actor import Role
from app.domain.printing import Language
from app.settings import load_settings
from app.settings.set_up import Step, StepState
from tests.ui.people import BADGES, enroll_at
from tests.ui.setup.conftest import API_KEY, BUSINESS_ID, Bench, Place, as_found


def for_real(bench: Bench, step: str) -> Bench:
    """At this step of a station that is to work for real."""
    bench.start().hand("2")
    bench.to("use")
    bench.hand("2")
    bench.to(step)
    return bench


def seen(bench: Bench) -> str:
    """Every word in the window."""
    window = bench.window
    words = [each.text() for each in window.findChildren(QLabel)]
    return "\n".join([*words, *(each.displayText() for each in window.findChildren(QLineEdit))])


# The printer.


def test_a_printer_that_was_found_prints_a_card_that_is_scanned_back(
    bench: Bench, place: Place, found: list[Found]
) -> None:
    printer = place.printer()
    found.append(as_found(printer, language=Language.ZPL))
    for_real(bench, "printer")
    bench.wait(lambda: bool(bench.window.setup.printer.list.rows))
    assert "on the network" in bench.window.setup.printer.list.rows[0].below
    bench.hand("1")
    assert bench.asked == "Which paper is in it?"
    bench.hand("2")
    assert bench.asked == "Print a test card, then scan it."
    bench.hand("1")
    bench.wait(lambda: "Sent to the printer" in bench.said)
    bench.wait(lambda: "PB.CARD.3" in place.printed_codes())
    assert bench.station.setup.state(Step.PRINTER) is StepState.OPEN
    bench.scan("PB.CARD.3")
    assert "bars of 3 dots" in bench.said
    assert bench.station.setup.state(Step.PRINTER) is StepState.DONE
    kept = load_settings(place.folder).printer
    assert (kept.address, kept.width_mm, kept.height_mm, kept.dpi) == (f"127.0.0.1:{printer.port}", 76, 130, 203)


def test_a_printer_of_which_nobody_knows_what_it_speaks_is_asked_after(
    bench: Bench, place: Place, found: list[Found]
) -> None:
    found.append(as_found(place.printer(language=Language.TSPL), model="clone 300 dpi", language=None))
    for_real(bench, "printer")
    bench.wait(lambda: bool(bench.window.setup.printer.list.rows))
    bench.enter()
    bench.hand("1")
    assert bench.asked == "What does it speak?"
    bench.hand("2")
    kept = load_settings(place.folder).printer
    assert (kept.language, kept.dpi) == ("tspl", 300)
    bench.hand("3")
    assert load_settings(place.folder).printer.dpi == 600


def test_an_address_can_be_typed_and_one_where_nothing_answers_is_told(bench: Bench) -> None:
    for_real(bench, "printer")
    bench.wait(lambda: not bench.window.setup.printer._is_searching)
    assert "None was found" in bench.window.setup.printer.says.text()
    bench.hand("a", "\r")
    assert bench.said.startswith("Type the address.")
    bench.hand("127.0.0.1:9", "\r", "1", "1", "1")
    bench.wait(lambda: bench.said.startswith("The printer does not answer."))
    bench.enter()
    assert bench.step == "scanner"
    assert bench.station.setup.state(Step.PRINTER) is StepState.OPEN


def test_a_search_is_stopped_by_escape_and_what_it_brings_later_is_dropped(
    bench: Bench, place: Place, found: list[Found]
) -> None:
    page = bench.window.setup.printer
    page.errands.ask = lambda _errand, _work: None  # type: ignore[method-assign]  # a search that takes its time
    for_real(bench, "printer")
    assert page.bar.isVisible()
    bench.escape()
    assert not page.bar.isVisible()
    assert bench.step == "printer"
    bench.escape()
    assert bench.step == "use"


# The scanner.


def test_a_scanner_without_enter_is_told_and_led_to_where_it_is_taught(bench: Bench) -> None:
    bench.start().hand("2")
    bench.to("scanner")
    bench.scan("6901234567892", end="")
    bench.wait(lambda: "13 signs arrived, and no Enter" in bench.said)
    assert bench.station.setup.state(Step.SCANNER) is StepState.OPEN
    bench.escape()
    bench.hand("t")
    assert bench.window.scanners.isVisible()


def test_what_arrives_is_shown_whole_and_counts_for_nothing(bench: Bench) -> None:
    bench.start().hand("2")
    bench.to("scanner")
    state = bench.station.bench.state
    bench.scan("]E06901234567892")
    assert "EAN" in bench.window.setup.scanner.cells["kind"][1].text()
    assert bench.window.setup.scanner.cells["ended"][1].text() == "yes"
    assert bench.station.bench.state == state


# The scale.


def test_a_scale_is_read_at_once_by_the_words_it_was_said_to_speak(bench: Bench, place: Place) -> None:
    plug, plate = place.scale(1234)
    for_real(bench, "scale")
    bench.hand("a", f"127.0.0.1:{plug.port}", "\r")
    assert bench.asked == "What does it speak?"
    bench.hand("4")
    bench.wait(lambda: bench.said != "")
    assert bench.window.setup.scale.figure.text() == "–"
    assert bench.station.setup.state(Step.SCALE) is StepState.OPEN
    bench.hand("2", "5")
    bench.wait(lambda: bench.window.setup.scale.figure.text() == "1,234 g")
    assert bench.station.setup.state(Step.SCALE) is StepState.DONE
    plate.put(500)
    bench.wait(lambda: bench.window.setup.scale.figure.text() == "500 g")
    assert load_settings(place.folder).scale.protocol == "st-gs"
    bench.enter()
    assert bench.step == "carrier"


def test_the_scale_that_runs_already_is_overheard(bench: Bench, place: Place) -> None:
    plug, _plate = place.scale(777)
    place.write(f'[scale]\naddress = "127.0.0.1:{plug.port}"\nprotocol = "st-gs"\n')
    bench.start().scan("PB.SETUP")
    bench.hand("2")
    bench.to("scale")
    bench.wait(lambda: bench.window.setup.scale.figure.text() == "777 g")
    assert "station.toml" in bench.window.setup.scale.fixed.text


# The carrier.


def fill_in(bench: Bench, key: str) -> None:
    bench.hand("2", BUSINESS_ID, "\r", key, "\r")
    for text in ("Sender", "02112345678", "", "Shanghai", "Shanghai", "", "Street 1", ""):
        bench.hand(text, "\r")


def test_an_account_is_tried_and_its_key_lies_in_the_keyring_alone(
    bench: Bench, place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    place.carrier()
    bench.start().scan("PB.SETUP")
    bench.hand("2")
    bench.to("use")
    bench.hand("2")
    bench.to("carrier")
    fill_in(bench, API_KEY)
    assert bench.asked == "Does the carrier know the account?"
    bench.hand("1")
    bench.wait(lambda: bench.said.startswith("The carrier knows this account."))
    assert bench.station.setup.state(Step.CARRIER) is StepState.DONE
    assert API_KEY in place.ring.entries.values()
    assert API_KEY not in bench.place.kept() + caplog.text + seen(bench)
    assert load_settings(place.folder).shipper.street == "Street 1"


def test_a_wrong_key_is_said_and_the_step_stays_open(bench: Bench, place: Place) -> None:
    place.carrier()
    bench.start().scan("PB.SETUP")
    bench.hand("2")
    bench.to("carrier")
    fill_in(bench, "wrong")
    bench.hand("1")
    bench.wait(lambda: bench.window.setup.carrier._is_calling is False)
    assert bench.said
    assert "knows this account" not in bench.said
    assert bench.station.setup.state(Step.CARRIER) is StepState.OPEN


def test_a_carrier_that_does_not_answer_is_waited_for_no_longer_than_one_likes(bench: Bench, place: Place) -> None:
    carrier = place.carrier()
    bench.start().scan("PB.SETUP")
    bench.hand("2")
    bench.to("carrier")
    fill_in(bench, API_KEY)
    page = bench.window.setup.carrier
    page.errands.ask = lambda _errand, _work: None  # type: ignore[method-assign]  # an answer that does not come
    bench.hand("1")
    assert bench.said.startswith("Asking the carrier…")
    bench.escape()
    assert bench.said == "Nobody waits for the answer any more."
    assert bench.step == "carrier"
    assert carrier.url


def test_an_account_without_its_parts_is_not_kept(bench: Bench, place: Place) -> None:
    for_real(bench, "carrier")
    bench.hand("2", "\r", "\r")
    assert bench.said == "Both are needed: ID and key."
    assert not place.ring.entries.get(("Packbench", f"{place.folder.resolve()}|kdniao.api_key"))


# Who may.


def test_what_a_persons_file_says_is_shown_and_left_alone(bench: Bench, place: Place) -> None:
    place.write('[station]\nname = "Bench 9"\n')
    bench.start().scan("PB.SETUP")
    bench.hand("2")
    page = bench.window.setup.name
    assert bench.station.setup.state(Step.NAME) is StepState.FIXED
    assert (page.field.text(), page.field.isEnabled()) == ("Bench 9", False)
    assert page.fixed.text.startswith("station.toml says so.")
    bench.enter()
    assert bench.step == "use"


def test_a_packer_may_look_and_a_lead_may_change(bench: Bench) -> None:
    bench.start()
    for handle, role in (("wu", Role.PACKER), ("li.lead", Role.LEAD)):
        enroll_at(bench.station, handle, role)
    bench.escape()
    bench.scan("PB.LOCK", BADGES["wu"], "PB.SETUP")
    bench.to("use")
    bench.hand("1")
    assert "lead" in bench.said
    assert bench.station.setup.kept.is_practice is None
