from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.document import DocumentKind
from app.domain.label import Stock
from app.domain.routing import PrintDemand, Route, choose, fits, is_same_paper, read_size

SMALL, LARGE = Stock(76, 130, 203), Stock(100, 150, 203)
PRINTERS = {"small": SMALL, "large": LARGE}
LABEL, SLIP = DocumentKind.LABEL, DocumentKind.PACKING_SLIP


def test_the_first_route_that_matches_decides() -> None:
    routes = [
        Route("small", document="label", carrier="ZTO"),
        Route("large", document="label"),
        Route("small", document="packing_slip"),
    ]
    assert choose(routes, PrintDemand(LABEL, "kdniao", "ZTO"), PRINTERS) == "small"
    assert choose(routes, PrintDemand(LABEL, "kdniao", "SF"), PRINTERS) == "large"
    assert choose(routes, PrintDemand(SLIP), PRINTERS) == "small"


def test_a_route_names_the_account_or_its_product() -> None:
    routes = [Route("small", carrier="kdniao")]
    assert choose(routes, PrintDemand(LABEL, "kdniao", "ZTO"), PRINTERS) == "small"
    assert choose([Route("small", carrier="ZTO")], PrintDemand(LABEL, "kdniao", "ZTO"), PRINTERS) == "small"


def test_a_route_by_size_takes_labels_of_that_size_and_papers_without_one() -> None:
    routes = [Route("small", size="76x130"), Route("large")]
    assert choose(routes, PrintDemand(LABEL, width_mm=76, height_mm=130), PRINTERS) == "small"
    assert choose(routes, PrintDemand(LABEL, width_mm=101.6, height_mm=152.4), PRINTERS) == "large"
    assert choose(routes, PrintDemand(LABEL), PRINTERS) == "small"


def test_a_route_by_station_and_person() -> None:
    routes = [Route("small", station="Bench 1", person="ANNA"), Route("large")]
    assert choose(routes, PrintDemand(LABEL, station="Bench 1", person="ANNA"), PRINTERS) == "small"
    assert choose(routes, PrintDemand(LABEL, station="Bench 1", person="WU"), PRINTERS) == "large"


def test_without_routes_a_label_finds_its_paper_and_no_other_paper_is_asked_for() -> None:
    assert choose([], PrintDemand(LABEL, width_mm=101.6, height_mm=152.4), PRINTERS) == "large"
    assert choose([], PrintDemand(LABEL, width_mm=76, height_mm=130), PRINTERS) == "small"
    assert choose([], PrintDemand(LABEL, width_mm=210, height_mm=297), PRINTERS) == "small"  # and a person hears why
    assert choose([], PrintDemand(SLIP), PRINTERS) == ""
    assert choose([], PrintDemand(LABEL), {}) == ""


def test_routes_that_lead_elsewhere_leave_a_label_to_the_first_printer() -> None:
    assert choose([Route("large", carrier="SF")], PrintDemand(LABEL, "kdniao", "ZTO"), PRINTERS) == "small"


@given(st.sampled_from(list(DocumentKind)), st.text(max_size=4), st.lists(st.sampled_from(["small", "large"])))
def test_nothing_is_ever_sent_to_a_printer_that_nobody_set_up(
    document: DocumentKind, carrier: str, printers: list[str]
) -> None:
    routes = [Route(name, carrier=carrier) for name in printers]
    assert choose(routes, PrintDemand(document, carrier), PRINTERS) in {"", *PRINTERS}


def test_four_by_six_inches_is_one_hundred_by_one_fifty() -> None:
    assert is_same_paper(101.6, 152.4, LARGE)
    assert not is_same_paper(100, 180, LARGE)
    assert fits(PrintDemand(LABEL), LARGE)


def test_sizes_are_read_or_refused() -> None:
    assert read_size("100x150") == (100.0, 150.0)
    assert read_size("76.2×130") == (76.2, 130.0)
    for bad in ("", "100", "100x", "x150", "axb", "0x10", "-1x2", "100x150x2"):
        assert read_size(bad) is None
