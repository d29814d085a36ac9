"""A label printer made of a plug and a folder: what would be paper becomes a picture. It misbehaves on command."""

from __future__ import annotations

from app.devices.virtual_printer.faults import Fault
from app.devices.virtual_printer.mechanism import PrintedLabel
from app.devices.virtual_printer.models import MODELS, Model
from app.devices.virtual_printer.server import Making, PluggedPrinter, VirtualPrinter

__all__ = ["MODELS", "Fault", "Making", "Model", "PluggedPrinter", "PrintedLabel", "VirtualPrinter"]
