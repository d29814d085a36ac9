"""What the cases share: parcels up to a point of their life, what a document says, and faults that others had."""

from __future__ import annotations

import io
import itertools
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from app.carriers.sandbox import Sandbox
from app.desk_parts import shipper_of
from app.devices.virtual_printer.zpl_reader import draw
from app.domain.actor import Actor
from app.domain.glance import ParcelGlance
from app.domain.interception import StopKind, StopSource
from app.domain.job import Job
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.shipment import WaybillRequest
from app.labels.raster import Bitmap
from app.store import jobs, stops
from app.store.database import Database, Transaction
from tests.builders import SHIPPER, Rig, a_consignee, a_draft, lines_of

COUNT = itertools.count(1)


def packed(rig: Rig, *numbers: str) -> None:
    """Pack an order of one unit each; the lanes have not worked yet."""
    rig.orders(*(a_draft(number, lines_of(A=1)) for number in numbers))
    for number in numbers:
        assert rig.scan(number, "A") == ["order.opened", "order.complete"]


def labeled(rig: Rig, *numbers: str) -> list[str]:
    """Pack orders and let their labels out; their tracking numbers."""
    packed(rig, *numbers)
    rig.work()
    by_order = {parcel.order_number: parcel.tracking_number for parcel in rig.station.recent_parcels(100)}
    return [by_order[number] for number in numbers]


def the_parcel(rig: Rig) -> ParcelGlance:
    """The parcel that was sealed last."""
    return rig.station.recent_parcels()[0]


def live(rig: Rig) -> list[str]:
    """The references under which the carrier has a label that counts."""
    return [reference for reference, order in rig.carrier.orders.items() if not order.is_cancelled]


def tell(rig: Rig, number: str, kind: StopKind = StopKind.CANCEL) -> str:
    """News from the shop; how far it reaches."""
    with rig.station.database.transaction() as tx:
        (order_id,) = stops.orders_numbered(tx, number)
        return str(
            rig.station._interception.stop(
                tx, Actor("Bench 7"), order_id, kind, source=StopSource.DROP, reason="wanted so"
            )
        )


def says(document: bytes) -> str:
    """The tracking number that the bars of a printed document say."""
    drawn = draw(document)
    assert drawn.problems == ()
    picture = Image.open(io.BytesIO(Bitmap(drawn.width, drawn.height, drawn.rows).to_png())).convert("L")
    (text,) = {bars.text for bars in zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormat.Code128)}
    return str(text)


def at_once(act: Callable[[], object], times: int = 2) -> None:
    """Do it in several threads that begin together; what they raise stays in them."""
    ready = threading.Barrier(times)

    def each() -> None:
        ready.wait()
        try:
            act()
        except Exception:  # noqa: BLE001  # the ledgers tell, not the threads
            return

    threads = [threading.Thread(target=each) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def caught(check: Callable[[Rig], None], rig: Rig, why: str) -> None:
    """The check finds the fault, for this reason."""
    with pytest.raises(AssertionError, match=why):
        check(rig)


def buys_anew_each_time(patch: pytest.MonkeyPatch) -> None:
    """Broken: every call to the carrier goes out under a key of its own."""
    issue = Sandbox.issue_waybill

    def issue_anew(self: Sandbox, request: WaybillRequest) -> Any:
        waybill = issue(self, replace(request, reference=f"{request.reference}.{next(COUNT)}"))
        return replace(waybill, reference=request.reference)

    patch.setattr(Sandbox, "issue_waybill", issue_anew)


def buys_at_the_click(rig: Rig, patch: pytest.MonkeyPatch) -> None:
    """Broken: the button buys, whatever is under way."""

    def request(_self: object, _tx: Transaction, _actor: Actor, parcel_id: str) -> Outcome:
        rig.carrier.issue_waybill(a_request(f"{parcel_id}.{next(COUNT)}"))
        return Outcome(OutcomeCode.LABEL_QUEUED)

    patch.setattr("app.labeling.Labeling.request", request)


def a_request(reference: str) -> WaybillRequest:
    return WaybillRequest(reference, "ZTO", a_consignee(), shipper_of(SHIPPER), ())


def claims_without_marking(patch: pytest.MonkeyPatch) -> None:
    """Broken: a job is taken first and marked later, so that who asks meanwhile is given it too."""
    claim, given = jobs.claim, dict[str, Job]()

    def claim_again(tx: Transaction, database: Database, lane: str) -> Job | None:
        found = claim(tx, database, lane) or given.get(lane)
        if found is not None:
            given[lane] = found
        return found

    patch.setattr(jobs, "claim", claim_again)
