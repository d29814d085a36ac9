"""The simulator as a whole: its switch, its ledger to read, its faults to order."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from app.carriers.kdniao.simulator.faults import Fault, Faults
from app.carriers.kdniao.simulator.ledger import Ledger, SoldOrder
from app.carriers.kdniao.simulator.listener import Listener
from app.carriers.kdniao.simulator.service import Service


class KdniaoSimulator:
    """One simulated Kdniao. With `state_file` a restarted one knows what it sold; port 0 takes a free one."""

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        business_id: str,
        api_key: str,
        state_file: Path | None = None,
        calls_per_s: int = 20,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._address = (host, port)
        self._ledger = Ledger(state_file)
        self._faults = Faults()
        self._service = Service(business_id, api_key, self._ledger, self._faults, calls_per_s=calls_per_s, clock=clock)
        self._switch = threading.Lock()
        self._stopping = threading.Event()
        self._listener: Listener | None = None
        self._outages: list[threading.Thread] = []

    @property
    def url(self) -> str:
        """The address of the e-waybill service."""
        host, port = self._address
        return f"http://{host}:{port}/api/EOrderService"

    @property
    def orders(self) -> dict[str, SoldOrder]:
        """What was sold, by OrderCode."""
        return self._ledger.orders

    @property
    def billed(self) -> int:
        """How many purchases were charged."""
        return self._ledger.billed

    @property
    def online(self) -> bool:
        return self._listener is not None

    @online.setter
    def online(self, is_wanted: bool) -> None:
        """Offline, the port is closed and connections are refused; online again, it is the same port."""
        with self._switch:
            if is_wanted and self._listener is None and not self._stopping.is_set():
                self._listener = Listener(self._address, self._service, command=self._obey)
                self._address = (self._address[0], self._listener.server_port)
            elif not is_wanted and self._listener is not None:
                self._listener.close()
                self._listener = None

    def start(self) -> None:
        """Listen. Raises OSError if the port is taken."""
        self._stopping.clear()
        self.online = True

    def stop(self) -> None:
        """Close the port, wake what is being delayed, and wait for every thread."""
        self._stopping.set()
        self.online = False
        for outage in self._outages:
            outage.join()
        self._outages.clear()

    def misbehave(self, fault: Fault | str, times: int = 1, *, seconds: float = 5.0) -> None:
        """The next `times` calls that it fits meet this fault. `seconds`: how long to delay, to be away, between
        dripping bytes, or Retry-After. Raises ValueError for an unknown fault.
        """
        if Fault(fault) is Fault.OFFLINE:
            outage = threading.Thread(target=self._be_away, args=(seconds,), name="kdniao-simulator-outage")
            outage.start()
            self._outages.append(outage)
        else:
            self._faults.add(Fault(fault), times, seconds)

    def behave(self) -> None:
        """Forget all faults."""
        self._faults.clear()

    def pick_up(self, order_code: str) -> None:
        """The courier takes the parcel: it can no longer be cancelled. Raises KeyError for an unknown order."""
        self._ledger.pick_up(order_code)

    def _be_away(self, seconds: float) -> None:
        self.online = False
        self._stopping.wait(seconds)
        self.online = True

    def _obey(self, command: Mapping[str, Any]) -> None:
        """`{"fault": NAME, "times": 1, "seconds": 5}` adds a fault, `"none"` clears them; `{"pick_up": ORDERCODE}`.
        Raises ValueError, KeyError or TypeError for anything else.
        """
        if "pick_up" in command:
            self.pick_up(command["pick_up"])
        elif command["fault"] == "none":
            self.behave()
        else:
            times, seconds = int(command.get("times", 1)), float(command.get("seconds", 5.0))
            self.misbehave(command["fault"], times, seconds=seconds)
