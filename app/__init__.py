"""Packbench: the desktop application of a warehouse packing bench."""

__version__ = "0.1.0"
