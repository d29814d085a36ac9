"""A bench before a virtual camera: goods brought by hand count once each, also after the ways in which cameras fail."""

from __future__ import annotations

from app.devices.virtual_camera.faults import CameraFault
from app.devices.virtual_camera.server import VirtualCamera
from app.domain.sighting import Symbol
from tests.devices.camera.stream import Watcher

TEA = "4006381333931"


def test_goods_count_each_once_and_faults_between_them_invent_nothing_and_lose_nothing() -> None:
    goods = [(TEA, Symbol.EAN_13), (TEA, Symbol.EAN_13), ("JT1234567890123", Symbol.CODE_128)]
    faults = [CameraFault.HUGE, CameraFault.GARBAGE, CameraFault.TRUNCATED]
    with VirtualCamera(seed=5) as virtual, Watcher(virtual.address, leave_ms=400) as watcher:
        watcher.until_sees()
        for count, ((text, symbol), fault) in enumerate(zip(goods, faults, strict=True), 1):
            virtual.show(text, symbol)
            watcher.until_heard(count)
            virtual.take_away()
            watcher.until(lambda: not watcher.camera._latch._presented)
            virtual.misbehave(fault)
            for _ in range(20):
                watcher.step()
            virtual.misbehave(None)
        watcher.until_sees()
        assert [text[3:] for text in watcher.heard] == [text for text, _ in goods]
