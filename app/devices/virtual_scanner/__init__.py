"""Scanners made of a text and a cable: they send what real ones would, over a pseudo terminal or as HID-POS reports,
and misbehave on command.
"""

from __future__ import annotations

from app.devices.virtual_scanner.reports import ReportCable
from app.devices.virtual_scanner.scanner import Cable, ScannerFault, VirtualScanner
from app.devices.virtual_scanner.words import Wording

__all__ = ["Cable", "ReportCable", "ScannerFault", "VirtualScanner", "Wording"]
