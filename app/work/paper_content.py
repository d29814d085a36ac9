"""What stands on the papers that go along with a parcel, read from the store."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.barcode import build_sscc
from app.domain.document import DocumentKind
from app.domain.masking import mask_consignee
from app.domain.order import Consignee, Shipper
from app.domain.papers import CartonLabel, LicensePlate, PackingSlip, SlipLine
from app.errors import Misconfigured, Rejected
from app.store import orders, parcels, waybills
from app.store.database import Database

_SCANNABLE = re.compile(r"[!-~]{4,20}")  # 20 characters are as much as 76 mm hold
Content = PackingSlip | CartonLabel | LicensePlate


@dataclass(frozen=True, slots=True)
class PaperContent:
    """`sscc_prefix`: extension digit, GS1 company prefix and what the company gives this station of its serial numbers;
    at most 12 digits, empty where nobody has one.
    """

    database: Database
    shipper: Shipper
    carrier_title: Callable[[str], str]
    local_time: Callable[[int], str]
    masks_consignee: bool
    sscc_prefix: str = ""

    def of(self, document: DocumentKind, parcel_id: str) -> Content:
        """Raises Misconfigured `paper.no_sscc` for a carton label without a prefix, `paper.sscc_used_up` where that
        leaves no number, Rejected `paper.no_content` for a paper that no parcel has.
        """
        with self.database.reading() as connection:
            sealed = parcels.sealed(connection, parcel_id)
            order = orders.get(connection, self.database, sealed.order_id)
            inside = parcels.contents(connection, parcel_id)
            boxes = len(parcels.all_of_order(connection, sealed.order_id))
            live = waybills.live_of_parcel(connection, parcel_id)
        waybill = live.waybill if live else None
        match document:
            case DocumentKind.PACKING_SLIP:
                return PackingSlip(
                    order_number=order.number,
                    consignee=self.masked(order.consignee),
                    shipper=self.shipper,
                    lines=tuple(SlipLine(line.title or line.sku, line.units, line.sku, line.origin) for line in inside),
                    packed_at=self.local_time(sealed.sealed_at_ms),
                    parcel=sealed.sequence,
                    parcels=max(boxes, sealed.sequence),
                    carrier_title=self.carrier_title(live.service) if live else "",
                    tracking_number=waybill.tracking_number if waybill else "",
                    weight_g=sealed.weight_g,
                    remark=order.remark,
                )
            case DocumentKind.CARTON_LABEL:
                return CartonLabel(
                    sscc=self._sscc(sealed.number),
                    ship_to=self.masked(order.consignee),
                    ship_from=self.shipper,
                    title=inside[0].title if len(inside) == 1 else "",
                    order_number=order.number,
                    carton=sealed.sequence,
                    cartons=max(boxes, sealed.sequence),
                    weight_g=sealed.weight_g,
                )
            case DocumentKind.LICENSE_PLATE:
                number = _plate_number(f"{order.number}-{sealed.sequence}", parcel_id)
                return LicensePlate(number, order.number, printed_at=self.local_time(self.database.now_ms()))
            case _:
                raise Rejected("paper.no_content", document)

    def _sscc(self, number: int) -> str:
        """Of the station's parcel with this number: never another's, whatever is restored or restarted."""
        if not self.sscc_prefix:
            raise Misconfigured("paper.no_sscc")
        try:
            return build_sscc(self.sscc_prefix, number)
        except ValueError as error:
            raise Misconfigured("paper.sscc_used_up", f"{number} after {len(self.sscc_prefix)} digits") from error

    def masked(self, consignee: Consignee) -> Consignee:
        """As the privacy rule has it on papers that travel."""
        return mask_consignee(consignee) if self.masks_consignee else consignee


def _plate_number(spoken: str, parcel_id: str) -> str:
    """The box as people name it, where a bar code of the house can say that; else the end of its id, which no other
    station gives out either.
    """
    return spoken if _SCANNABLE.fullmatch(spoken) else parcel_id.replace("-", "")[-12:].upper()
