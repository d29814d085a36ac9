"""A camera as a scanner. A process of ours sees, and may hang or crash over it; what counts the station decides."""

from __future__ import annotations

from app.devices.camera.camera import ChildCamera, Patience

__all__ = ["ChildCamera", "Patience"]
