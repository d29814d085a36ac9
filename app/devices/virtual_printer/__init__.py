"""A label printer made of a TCP port and a folder: what would be paper becomes a picture. It misbehaves on command."""

from __future__ import annotations

from app.devices.virtual_printer.faults import Fault
from app.devices.virtual_printer.server import PrintedLabel, VirtualPrinter

__all__ = ["Fault", "PrintedLabel", "VirtualPrinter"]
