"""The one contract over all carriers, and two broken carriers that it must catch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from app.carriers.carrier import Carrier, Repetition
from app.carriers.kdniao import Contract, Kdniao
from app.carriers.kdniao.simulator import LIST_REQUEST_TYPE, Fault, KdniaoSimulator
from app.carriers.sandbox import Sandbox, SandboxFault
from app.domain.document import LabelFormat
from app.domain.shipment import Cancellation, Waybill, WaybillRequest
from app.errors import Misconfigured, PackbenchError, Rejected, Unavailable, Uncertain
from app.http import HttpClient
from tests.carriers.builders import API_KEY, BUSINESS_ID, a_cancellation, a_consignee, a_request, settings


@dataclass(frozen=True)
class Trial:
    """A carrier with what a test must be able to do to it. `bought`: the numbers it sold, by reference. `draws`: sends
    labels of its own.
    """

    carrier: Carrier
    bought: Callable[[], dict[str, str]]
    cut_next_answer: Callable[[], None]
    go_offline: Callable[[], None]
    refused: WaybillRequest
    draws: bool = False


def against_simulator(carrier: Carrier, simulator: KdniaoSimulator, *, draws: bool = False) -> Trial:
    return Trial(
        carrier,
        bought=lambda: {code: order.tracking_number for code, order in simulator.orders.items()},
        cut_next_answer=lambda: simulator.misbehave(Fault.RESET_AFTER),
        go_offline=lambda: setattr(simulator, "online", False),
        refused=a_request(consignee=a_consignee(province="火星省")),
        draws=draws,
    )


def sandboxed(label: LabelFormat | None = None) -> Trial:
    sandbox = Sandbox(label=label)
    return Trial(
        sandbox,
        bought=lambda: {reference: order.tracking_number for reference, order in sandbox.orders.items()},
        cut_next_answer=lambda: setattr(sandbox, "fault", SandboxFault.LOST_ANSWER),
        go_offline=lambda: setattr(sandbox, "online", False),
        refused=a_request(consignee=a_consignee(street="科技园****")),
        draws=label is not None,
    )


ACCOUNTS: dict[str, dict[str, Any]] = {
    "kdniao with a list": {"list_request_type": LIST_REQUEST_TYPE},
    "kdniao with labels": {"contracts": {"ZTO": Contract(label="carrier")}},
}


@pytest.fixture(params=["kdniao", *ACCOUNTS, "sandbox", "sandbox with labels"])
def trial(request: pytest.FixtureRequest) -> Iterator[Trial]:
    if request.param.startswith("sandbox"):
        yield sandboxed(LabelFormat.HTML if request.param.endswith("labels") else None)
    elif request.param in ACCOUNTS:
        simulator = request.getfixturevalue("simulator")
        carrier = Kdniao(settings(simulator.url, **ACCOUNTS[request.param]), HttpClient("kdniao", 5.0))
        yield against_simulator(carrier, simulator, draws=request.param.endswith("labels"))
        carrier.close()
    else:
        yield against_simulator(request.getfixturevalue("kdniao"), request.getfixturevalue("simulator"))


def same_reference_never_buys_twice(trial: Trial) -> None:
    first = trial.carrier.issue_waybill(a_request(packages=2))
    again = trial.carrier.issue_waybill(a_request(packages=2))
    assert not first.was_adopted
    assert again == replace(first, was_adopted=True)
    assert trial.bought() == {first.reference: first.tracking_number}


def other_references_get_other_waybills(trial: Trial) -> None:
    waybills = [trial.carrier.issue_waybill(a_request(reference=f"PARCEL-{each}", packages=3)) for each in range(4)]
    numbers = [number for each in waybills for number in (each.tracking_number, *each.child_tracking_numbers)]
    assert len(set(numbers)) == len(numbers) == 12
    assert len(trial.bought()) == 4


def refused_address_is_rejected_and_buys_nothing(trial: Trial) -> None:
    with pytest.raises(Rejected):
        trial.carrier.issue_waybill(trial.refused)
    assert trial.bought() == {}


def cut_answer_is_uncertain(trial: Trial) -> None:
    trial.cut_next_answer()
    with pytest.raises(PackbenchError) as caught:
        trial.carrier.issue_waybill(a_request())
    assert isinstance(caught.value, Uncertain), f"{type(caught.value).__name__} after a purchase that may have happened"


def recovery_finds_what_was_bought(trial: Trial) -> None:
    trial.cut_next_answer()
    with pytest.raises(PackbenchError):
        trial.carrier.issue_waybill(a_request())
    waybill = trial.carrier.recover_waybill(a_request())
    assert trial.bought() == {waybill.reference: waybill.tracking_number}, "recovery bought again"
    assert waybill.was_adopted


def recovery_brings_the_label_too(trial: Trial) -> None:
    trial.cut_next_answer()
    with pytest.raises(PackbenchError):
        trial.carrier.issue_waybill(a_request())
    labels = [ask(a_request()).label for ask in (trial.carrier.recover_waybill, trial.carrier.issue_waybill)]
    assert [label is not None for label in labels] == [trial.draws] * 2
    assert labels[0] == labels[1]


def recovery_buys_what_was_never_bought(trial: Trial) -> None:
    waybill = trial.carrier.recover_waybill(a_request())
    assert not waybill.was_adopted
    assert trial.bought() == {waybill.reference: waybill.tracking_number}


def offline_is_unavailable_and_buys_nothing(trial: Trial) -> None:
    waybill = trial.carrier.issue_waybill(a_request())
    trial.go_offline()
    with pytest.raises(Unavailable):
        trial.carrier.issue_waybill(a_request(reference="OFFLINE-1"))
    with pytest.raises(Unavailable):
        trial.carrier.cancel_waybill(a_cancellation(waybill))
    assert "OFFLINE-1" not in trial.bought()


def cancelled_reference_never_lives_again(trial: Trial) -> None:
    waybill = trial.carrier.issue_waybill(a_request())
    trial.carrier.cancel_waybill(a_cancellation(waybill))
    trial.carrier.cancel_waybill(a_cancellation(waybill))  # a repetition after a lost answer is no error
    for ask in (trial.carrier.issue_waybill, trial.carrier.recover_waybill):
        with pytest.raises((Rejected, Uncertain)):
            ask(a_request())
    assert len(trial.bought()) == 1


def unknown_waybill_is_not_cancelled(trial: Trial) -> None:
    waybill = trial.carrier.issue_waybill(a_request())
    for wrong in (Cancellation("NOBODY-1", "ZTO", "1234567890"), replace(a_cancellation(waybill), tracking_number="1")):
        with pytest.raises(Rejected):
            trial.carrier.cancel_waybill(wrong)


def declared_capability_is_true(trial: Trial) -> None:
    capability = trial.carrier.capability
    assert capability.repetition is Repetition.NATIVE_KEY
    first = trial.carrier.issue_waybill(a_request())
    for _ in range(int(capability.calls_per_s) - 1):  # a whole second's worth at once, none refused
        assert trial.carrier.issue_waybill(a_request()).tracking_number == first.tracking_number
    assert len(trial.bought()) == 1


def what_it_lists_is_what_it_sold(trial: Trial) -> None:
    if not trial.carrier.capability.can_list:
        with pytest.raises(Misconfigured):
            trial.carrier.list_purchases(0)
        return
    kept = trial.carrier.issue_waybill(a_request(reference="KEPT-1"))
    given_back = trial.carrier.issue_waybill(a_request(reference="BACK-1"))
    trial.carrier.cancel_waybill(a_cancellation(given_back))
    listed = {purchase.reference: purchase for purchase in trial.carrier.list_purchases(0)}
    assert listed["KEPT-1"].tracking_number == kept.tracking_number
    assert {reference: purchase.is_cancelled for reference, purchase in listed.items()} == {
        "KEPT-1": False,
        "BACK-1": True,
    }
    assert all(purchase.price for purchase in listed.values())


def asking_for_the_account_buys_nothing(trial: Trial) -> None:
    trial.carrier.check_account()
    assert trial.bought() == {}


def asking_offline_is_unavailable(trial: Trial) -> None:
    trial.go_offline()
    with pytest.raises(Unavailable):
        trial.carrier.check_account()


def raised_by(ask: Callable[[], None]) -> PackbenchError | None:
    try:
        ask()
    except PackbenchError as error:
        return error
    return None


def a_lost_answer_about_the_account_leaves_nothing_uncertain(trial: Trial) -> None:
    trial.cut_next_answer()
    assert not isinstance(raised_by(trial.carrier.check_account), Uncertain), "nothing can have happened"


CONTRACT = (
    asking_for_the_account_buys_nothing,
    asking_offline_is_unavailable,
    a_lost_answer_about_the_account_leaves_nothing_uncertain,
    what_it_lists_is_what_it_sold,
    same_reference_never_buys_twice,
    other_references_get_other_waybills,
    refused_address_is_rejected_and_buys_nothing,
    cut_answer_is_uncertain,
    recovery_finds_what_was_bought,
    recovery_brings_the_label_too,
    recovery_buys_what_was_never_bought,
    offline_is_unavailable_and_buys_nothing,
    cancelled_reference_never_lives_again,
    unknown_waybill_is_not_cancelled,
    declared_capability_is_true,
)


@pytest.mark.parametrize("clause", CONTRACT, ids=lambda clause: clause.__name__)
def test_every_carrier_keeps_the_contract(trial: Trial, clause: Callable[[Trial], None]) -> None:
    clause(trial)


class NewKeyAtEachRetry(Kdniao):
    """Broken: asks under another OrderCode each time, so every retry buys."""

    attempts = 0

    def issue_waybill(self, request: WaybillRequest) -> Waybill:
        self.attempts += 1
        fresh = super().issue_waybill(replace(request, reference=f"{request.reference}{self.attempts}"))
        return replace(fresh, reference=request.reference)


class TakesALostAnswerForNoCall(Kdniao):
    """Broken: says that nothing happened when it does not know."""

    def issue_waybill(self, request: WaybillRequest) -> Waybill:
        try:
            return super().issue_waybill(request)
        except Uncertain as error:
            raise Unavailable(error.code) from None


class DrawsOnlyOnce(Kdniao):
    """Broken: takes the label out of the first answer alone."""

    def issue_waybill(self, request: WaybillRequest) -> Waybill:
        waybill = super().issue_waybill(request)
        return replace(waybill, label=None) if waybill.was_adopted else waybill


class ChecksByBuying(Kdniao):
    """Broken: finds out whether it is let in by buying something."""

    def check_account(self) -> None:
        self.issue_waybill(a_request())


@pytest.mark.parametrize(
    ("broken", "clauses"),
    [
        (
            ChecksByBuying,
            [asking_for_the_account_buys_nothing, a_lost_answer_about_the_account_leaves_nothing_uncertain],
        ),
        (
            NewKeyAtEachRetry,
            [same_reference_never_buys_twice, recovery_finds_what_was_bought, declared_capability_is_true],
        ),
        (TakesALostAnswerForNoCall, [cut_answer_is_uncertain]),
        (DrawsOnlyOnce, [recovery_brings_the_label_too]),
    ],
)
def test_the_contract_catches_a_broken_carrier(broken: type[Kdniao], clauses: list[Callable[[Trial], None]]) -> None:
    for clause in clauses:
        simulator = KdniaoSimulator(business_id=BUSINESS_ID, api_key=API_KEY)
        simulator.start()
        drawing = settings(simulator.url, **ACCOUNTS["kdniao with labels"])
        carrier = broken(drawing, HttpClient("kdniao", 5.0))
        with pytest.raises(AssertionError):
            clause(against_simulator(carrier, simulator, draws=True))
        carrier.close()
        simulator.stop()


def test_the_settle_window_outlasts_every_call() -> None:
    wanted = settings()
    carrier = Kdniao(wanted, HttpClient("kdniao", wanted.timeout_s))
    assert carrier.capability.settle_s >= wanted.timeout_s
    assert carrier.name == "kdniao"
    carrier.close()
