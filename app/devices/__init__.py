"""Devices: printers and what else is plugged into the station."""
