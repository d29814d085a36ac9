"""How personal data looks to those who need not know it: `张*`, `138****0000`, street without its tail."""

from __future__ import annotations

from dataclasses import replace

from app.domain.order import Address, Consignee


def mask_name(name: str) -> str:
    """Keep the first character (of each word in Latin script): `张三丰` → `张**`, `Ada Byron` → `A** B****`."""
    words = name.split()
    return " ".join(word[0] + "*" * max(1, len(word) - 1) for word in words)


def mask_phone(phone: str) -> str:
    """Keep three characters in front and four at the end when that still hides four; else only the last two."""
    digits = phone.strip()
    if len(digits) >= 11:
        return digits[:3] + "*" * (len(digits) - 7) + digits[-4:]
    if len(digits) >= 6:
        return "*" * (len(digits) - 2) + digits[-2:]
    return "*" * len(digits)


def mask_street(street: str) -> str:
    """Keep the first third, at most six characters: enough to tell two parcels apart, not to find the door."""
    keep = min(6, len(street) // 3)
    return street[:keep] + "****" if street else ""


def mask_address(address: Address) -> Address:
    return replace(address, street=mask_street(address.street))


def mask_consignee(consignee: Consignee) -> Consignee:
    """The consignee as the screen and a privacy label show them."""
    return replace(
        consignee,
        name=mask_name(consignee.name),
        phone=mask_phone(consignee.phone),
        address=mask_address(consignee.address),
    )
