"""Orders stopped and let go from the terminal, beside a running station."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import pytest

from app.cli_news import add_news_commands
from app.domain.actor import Actor, Role
from app.domain.interception import StopKind
from app.errors import Rejected
from app.login import Login
from app.settings import Settings, StationSettings
from app.station import open_database
from app.store import journal, orders, stops
from app.ui.messages_fault import FAULTS
from tests.builders import a_draft


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(tmp_path, StationSettings(name="Bench 7", packer="Wu", language="en", key_storage="file"))
    database = open_database(settings)
    with database.transaction() as tx:
        orders.add(tx, database, [a_draft("1001"), a_draft("1002"), a_draft("1002", shop="other")])
    database.close()
    return settings


def tell(settings: Settings, *words: str) -> int:
    parser = argparse.ArgumentParser()
    add_news_commands(parser.add_subparsers())
    arguments = parser.parse_args(words)
    return int(arguments.act(arguments, settings))


def kind(settings: Settings, number: str = "1001", shop: str = "shop") -> StopKind | None:
    database = open_database(settings)
    with database.reading() as connection:
        found = stops.kind_of(connection, stops.orders_numbered(connection, number, shop)[0])
    database.close()
    return found


def test_an_order_is_stopped_and_let_go(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert tell(settings, "hold", "1001", "--reason", "unpaid") == 0
    assert kind(settings) is StopKind.HOLD
    assert tell(settings, "cancel", "1002", "--shop", "other") == 0
    assert (kind(settings, "1002", "other"), kind(settings, "1002")) == (StopKind.CANCEL, None)
    assert tell(settings, "release", "1001") == 0
    assert kind(settings) is None
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in said] == ["1001", "1002", "1001"]


def test_a_reason_read_from_standard_input_stays_out_of_the_shells_history(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("李四 called\n"))
    tell(settings, "cancel", "1001", "--reason", "-")
    database = open_database(settings)
    with database.reading() as connection:
        assert journal.scans(connection, database) == [("news.stopped", "李四 called")]
    database.close()
    assert "李四".encode() not in settings.database.read_bytes()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("cancel", "9999"), "news.unknown_order"),
        (("hold", "1002"), "news.ambiguous"),
        (("release", "1001"), "news.nothing_to_release"),
    ],
)
def test_what_cannot_be_done_says_why(settings: Settings, words: tuple[str, ...], code: str) -> None:
    with pytest.raises(Rejected, match=code.replace(".", r"\.")):
        tell(settings, *words)
    assert code in FAULTS


def test_where_people_are_enrolled_only_a_lead_lets_an_order_go(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(settings)
    login = Login(database, Actor("Bench 7"))
    with database.transaction() as tx:
        admin = login.enroll(tx, Actor("Bench 7"), handle="chen", number=1, role=Role.ADMIN, pin="90210733")
        login.enroll(tx, admin.acting(login.at), handle="wu", number=2, role=Role.PACKER, pin="47110815")
    database.close()
    tell(settings, "hold", "1001")
    monkeypatch.setattr("sys.stdin", io.StringIO("2*47110815\n"))
    with pytest.raises(Rejected, match=r"people\.not_allowed"):
        tell(settings, "release", "1001")
    assert kind(settings) is StopKind.HOLD
    monkeypatch.setattr("sys.stdin", io.StringIO("1*90210733\n"))
    assert tell(settings, "release", "1001") == 0
    assert kind(settings) is None
