"""Scales made of a number and a line: they speak every dialect, over TCP, a pseudo terminal or as HID reports, and
misbehave on command.
"""

from __future__ import annotations

from app.devices.virtual_scale.plate import Plate, ScaleFault
from app.devices.virtual_scale.reports import VirtualReports
from app.devices.virtual_scale.server import TcpPlug, VirtualScale

__all__ = ["Plate", "ScaleFault", "TcpPlug", "VirtualReports", "VirtualScale"]
