"""The contracts that every scanner and camera keeps. Checked by `tests/devices/test_scanner_contract.py`.

A code that was read is returned once, however long nobody asked; what a scanner sends while it is not open is its own.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from app.domain.camera_view import CameraView
from app.domain.scanner import ScannerKind


class Scanner(Protocol):
    """One scanner, read again and again by one thread, which also closes it."""

    @property
    def name(self) -> str:
        """Its name in settings and messages."""

    @property
    def kind(self) -> ScannerKind: ...

    def read(self, timeout_s: float = 1.0) -> str | None:
        """The next code as it was sent, without what ends it, with the AIM identifier (`]C1…`) where one is sent and
        GS as the character 29; None when none came in that time.

        Opens the scanner when it is not. Raises Unavailable (`scanner.gone`, `scanner.busy`, `scanner.opening`,
        `scanner.silent`, with retry_after_s) when it cannot be read now: the next call looks for it again. Raises
        Misconfigured (`scanner.forbidden`, `scanner.address` …) when a person must change something.
        """

    def close(self) -> None:
        """Let go of the device; reading opens it again."""


@runtime_checkable
class Camera(Scanner, Protocol):
    """A scanner that sees. All but `read` and `close` may be called from any thread."""

    @property
    def pictures_per_s(self) -> float:
        """How many pictures arrived in the last second or two."""

    @property
    def is_idle(self) -> bool:
        """Nothing moves before it: it is looked at five times a second."""

    def show(self, *, is_shown: bool) -> None:
        """Whether somebody looks on: only then are views made."""

    def view(self) -> CameraView | None:
        """The newest; None while nobody looks on or nothing was seen yet."""

    def picture(self, timeout_s: float = 1.0) -> bytes:
        """The next picture whole, as JPEG. Raises Unavailable (`camera.no_picture`)."""
