"""A camera made of a film and a port: a bench on which goods with codes come and go. It misbehaves on command."""

from __future__ import annotations

from app.devices.virtual_camera.faults import CameraFault
from app.devices.virtual_camera.film import Film, Shot, play
from app.devices.virtual_camera.level import EASY, HARD, LEVELS, MID, Level
from app.devices.virtual_camera.server import VirtualCamera, serve

__all__ = ["EASY", "HARD", "LEVELS", "MID", "CameraFault", "Film", "Level", "Shot", "VirtualCamera", "play", "serve"]
