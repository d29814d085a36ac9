"""Scanners and cameras: how each is, trying them out, teaching the one that types."""
