"""What a lead decides about barcodes that were learnt at the bench: until then they hold in their order only."""

from __future__ import annotations

from enum import StrEnum

from app.domain.actor import Actor, Right
from app.domain.barcode import item_code
from app.errors import Rejected
from app.store import item_codes, journal
from app.store.database import Database, Transaction


class Approval(StrEnum):
    """What came of it. `several`: learnt for several SKUs, the lead says which; `taken`: the code means another SKU."""

    APPROVED = "approved"
    NOT_PENDING = "not_pending"
    SEVERAL = "several"
    TAKEN = "taken"


def approve_code(tx: Transaction, database: Database, actor: Actor, code: str, sku: str = "") -> Approval:
    """Let a learnt barcode hold in every order. Raises Rejected `people.not_allowed` without the right to."""
    if not actor.may(Right.APPROVE_CODE):
        raise Rejected("people.not_allowed")
    wanted = [each for each in item_codes.pending(tx) if each.code == item_code(code) and sku in ("", each.sku)]
    if len(wanted) != 1:
        return Approval.SEVERAL if wanted else Approval.NOT_PENDING
    if any(each != wanted[0].sku for each in item_codes.known_as(tx, code)):
        return Approval.TAKEN
    item_codes.approve(tx, code, wanted[0].sku, actor.packer)
    journal.append(tx, database, actor, "code.approved", wanted[0].sku, scan=code, code=wanted[0].code)
    return Approval.APPROVED
