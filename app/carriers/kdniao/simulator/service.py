"""The business side of the simulator: a request in, the answer as Kdniao would give it out."""

from __future__ import annotations

import time
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from app.carriers.kdniao.simulator import numbers
from app.carriers.kdniao.simulator.faults import TEMPLATE_FAULTS, Fault, Faults
from app.carriers.kdniao.simulator.ledger import Ledger, SoldOrder
from app.carriers.kdniao.simulator.protocol import (
    RefusedError,
    check_balance,
    check_cancellation,
    check_purchase,
    read_form,
)
from app.carriers.kdniao.simulator.template import template

_BUSINESS_FAULTS = (Fault.POOL_EMPTY, Fault.CARRIER_105, Fault.RATE_LIMIT)
LIST_REQUEST_TYPE = "SIMULATOR_LIST"
_LIMIT_WINDOW_S = 1.0
_TOO_OFTEN = "请求频率超过限制,请稍后再试"  # the vendor names the limit, not the answer


class Service:
    """Sells and takes back. `calls_per_s` is the limit on 1007; `clock` gives epoch seconds."""

    def __init__(
        self,
        business_id: str,
        api_key: str,
        ledger: Ledger,
        faults: Faults,
        *,
        calls_per_s: int,
        clock: Callable[[], float],
    ) -> None:
        self.ledger = ledger
        self.faults = faults
        self._business_id = business_id
        self._api_key = api_key
        self._calls_per_s = calls_per_s
        self._clock = clock
        self._lock = Lock()
        self._recent: deque[float] = deque()

    def answer(self, body: bytes) -> dict[str, Any]:
        """The JSON object that answers a form body. Raises RefusedError."""
        request = read_form(body, self._business_id, self._api_key)
        if request.request_type == "1007":
            return self._buy(request.content)
        if request.request_type == "1147":
            return self._cancel(request.content)
        if request.request_type == "1127":
            return self._balance(request.content)
        if request.request_type == LIST_REQUEST_TYPE:
            return self._list()
        raise RefusedError("103", "格式错误[RequestType]")

    def _balance(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """What is left of the numbers that the merchant bought."""
        check_balance(content)
        left = {"AvailableNum": 1000, "TotalNum": 1000 + self.ledger.billed}
        return self._head("100", "成功", is_success=True) | {"EorderBalance": left}

    def _list(self) -> dict[str, Any]:
        """What was sold: Kdniao has no such call, a merchant sees it on the monthly bill."""
        sold = [
            {
                "OrderCode": order.order_code,
                "LogisticCode": order.tracking_number,
                "IsCancelled": order.is_cancelled,
                "Price": "2.50",
                "Currency": "CNY",
            }
            for order in self.ledger.orders.values()
        ]
        return self._head("100", "成功", is_success=True) | {"Orders": sold}

    def refusal(self, refused: RefusedError) -> dict[str, Any]:
        return self._head(refused.result_code, refused.reason, is_success=False)

    def _buy(self, content: Mapping[str, Any]) -> dict[str, Any]:
        self._keep_rate()
        check_purchase(content)
        code = content["OrderCode"]
        if self.ledger.find(code) is None:
            self._refuse_on_command()
            if not numbers.is_served(content["Receiver"]["ProvinceName"]):
                raise RefusedError("105", f"收件地址[{content['Receiver']['ProvinceName']}]不在服务范围内")
        order, is_new = self.ledger.buy(code, content["Quantity"], lambda index: self._sell(content, index))
        if is_new:
            return {**self._head("100", "成功", is_success=True), **self._sold(order, content)}
        if order.is_cancelled or self.faults.take((Fault.EXISTS_105,)):
            return {"EBusinessID": self._business_id, "ResultCode": "105", "Reason": "订单号已存在,请勿重复操作"}
        return {**self._head("106", "该订单号已下单成功", is_success=True), **self._sold(order, content)}

    def _cancel(self, content: Mapping[str, Any]) -> dict[str, Any]:
        check_cancellation(content)
        code = content["OrderCode"]
        order = self.ledger.find(code)
        if order is None or order.tracking_number != content["ExpNo"]:
            raise RefusedError("105", "订单号不存在")
        if order.fields["ShipperCode"] != content["ShipperCode"]:
            raise RefusedError("105", "订单号不存在")
        if order.is_picked_up:
            raise RefusedError("105", "快件已揽收,不能取消")
        if order.is_cancelled:
            raise RefusedError("105", "该订单已取消")
        self.ledger.cancel(code)
        return self._head("100", "成功", is_success=True)

    def _sell(self, content: Mapping[str, Any], index: int) -> SoldOrder:
        service = content["ShipperCode"]
        mother, *children = (numbers.number(service, index + each) for each in range(content["Quantity"]))
        when = time.strftime("%y%m%d%H%M", time.gmtime(self._clock()))
        fields = {
            "OrderCode": content["OrderCode"],
            "ShipperCode": service,
            "LogisticCode": mother,
            "KDNOrderCode": f"KDN{when}{index:08d}",
            **numbers.routing(service, content["Receiver"], content["Sender"], mother),
        }
        wants_template = str(content.get("IsReturnPrintTemplate", "0")) == "1"
        return SoldOrder(content["OrderCode"], fields, tuple(children), wants_template)

    def _sold(self, order: SoldOrder, content: Mapping[str, Any]) -> dict[str, Any]:
        """The part of an answer that describes the order, the same in every repetition. The ledger keeps no people:
        those on a template are those of the call.
        """
        answer: dict[str, Any] = {"Order": dict(order.fields)}
        if order.children:
            answer |= {"SubCount": len(order.children) + 1, "SubOrders": list(order.children)}
        active = self.faults.take(TEMPLATE_FAULTS) if order.wants_template else None
        fault = active.fault if active else None
        if order.wants_template and fault is not Fault.TEMPLATE_MISSING:
            labels = [
                template({**order.fields, "LogisticCode": number}, content, fault)
                for number in (order.tracking_number, *order.children)
            ]
            answer["PrintTemplate"] = labels[0]
            if order.children:
                answer["SubPrintTemplates"] = labels[1:]
        return answer

    def _refuse_on_command(self) -> None:
        active = self.faults.take(_BUSINESS_FAULTS)
        if active is None:
            return
        if active.fault is Fault.POOL_EMPTY:
            raise RefusedError("105", "取号失败:电子面单余额不足,请充值")
        if active.fault is Fault.RATE_LIMIT:
            raise RefusedError("105", _TOO_OFTEN)
        raise RefusedError("105", "远程服务器返回错误: (404) 未找到。")

    def _keep_rate(self) -> None:
        now = time.monotonic()  # a limit on real calls, also where a test moves the clock
        with self._lock:
            while self._recent and self._recent[0] <= now - _LIMIT_WINDOW_S:
                self._recent.popleft()
            if len(self._recent) >= self._calls_per_s:
                raise RefusedError("105", _TOO_OFTEN)
            self._recent.append(now)

    def _head(self, result_code: str, reason: str, *, is_success: bool) -> dict[str, Any]:
        return {
            "EBusinessID": self._business_id,
            "Success": is_success,
            "ResultCode": result_code,
            "Reason": reason,
            "UniquerRequestNumber": str(uuid.uuid4()),
        }
