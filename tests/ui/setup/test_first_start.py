"""From the first start to the first packed order, with keys and a scanner alone."""

from __future__ import annotations

from app.domain.desk import Packing
from app.settings.set_up import Step, StepState
from tests.ui.setup.conftest import Bench, Place


def test_a_new_station_begins_by_asking_and_ends_with_a_packed_practice_order(bench: Bench, place: Place) -> None:
    window = bench.start().window
    assert window.setup.isVisible()
    assert bench.asked == "使用哪种语言？"
    bench.hand("2")
    assert bench.asked == "What is this station called?"
    bench.hand("Bench 3", "\r")
    assert bench.asked == "To practice, or for real?"
    bench.hand("1")
    assert bench.asked == "Practice needs no printer."
    bench.enter()
    bench.scan("6901234567892")
    assert bench.said == "It arrives as it should."
    bench.enter()
    assert bench.asked == "Where is the scale?"
    bench.hand("0")
    assert bench.asked == "Practice needs no account."
    bench.enter()
    assert bench.asked == "The station is set up."
    bench.hand("1")
    bench.wait(lambda: "orders came in" in bench.said)
    before = bench.station
    bench.enter()
    bench.wait(lambda: window._station not in (None, before))
    assert window.packing.isVisible()
    assert window.header._station.text() == "Bench 3"
    bench.scan("PB20260001", "2000000000015")
    bench.wait(lambda: any((place.folder / "practice").glob("*.prn")))
    assert not (place.folder / "station.toml").exists()


def test_what_was_set_is_found_again_at_the_next_start(bench: Bench, place: Place) -> None:
    bench.start()
    bench.hand("2", "Bench 3", "\r", "1")
    assert 'name = "Bench 3"' in bench.place.kept()
    bench.house.close()
    bench.house = type(bench.house)(bench.window, bench._open)
    bench.window.detach()
    bench.start()
    assert bench.station.settings.station.name == "Bench 3"
    assert not bench.station.setup.is_new


def test_where_a_person_wrote_a_file_packing_begins_at_once(bench: Bench, place: Place) -> None:
    place.write('[station]\nname = "Bench 9"\n')
    assert bench.start().window.packing.isVisible()


def test_a_file_that_only_says_where_the_keys_lie_leaves_everything_to_be_asked(bench: Bench, place: Place) -> None:
    place.write('[station]\nkey_storage = "file"\n')
    assert bench.start().window.setup.isVisible()


def test_whoever_leaves_it_is_asked_again_at_the_next_start(bench: Bench) -> None:
    bench.start().escape()
    assert bench.window.packing.isVisible()
    assert bench.station.setup.is_new


def test_every_step_can_be_skipped_and_come_back_to(bench: Bench) -> None:
    bench.start().hand("2")
    for step in ("use", "printer", "scanner", "scale", "carrier"):
        bench.to(step)
        bench.hand("s")
        assert bench.station.setup.state(Step(step)) is StepState.SKIPPED
    assert bench.asked == "Still open: Station"
    bench.window.setup.steps.buttons["use"].click()
    bench.hand("2")
    assert bench.station.setup.state(Step.USE) is StepState.DONE
    assert "skipped" in bench.window.setup.steps.buttons["scale"].accessibleName()


def test_command_codes_answer_as_keys_do(bench: Bench) -> None:
    bench.start()
    bench.scan("PB.2")
    assert bench.step == "name"
    bench.scan("PB.CANCEL")
    assert bench.step == "language"
    bench.scan("PB.OK")
    assert bench.step == "name"
    bench.scan("PB.SETUP")
    assert bench.window.packing.isVisible()


def test_an_order_scanned_meanwhile_goes_to_the_table(bench: Bench) -> None:
    bench.start().hand("2")
    bench.to("use")
    bench.scan("NO-SUCH-ORDER")
    assert bench.window.packing.isVisible()
    assert "NO-SUCH-ORDER" in bench.window.packing.banner.sentence


def test_a_name_half_typed_is_no_scan_and_a_scan_in_the_field_is_none_of_its_letters(bench: Bench) -> None:
    bench.start().hand("2", "Bench")
    bench.scan("PB.OK")
    assert 'name = "Bench"' in bench.place.kept()
    assert not isinstance(bench.station.bench.state, Packing)
