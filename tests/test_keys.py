"""The station's secrets: in the keyring, in a file only where a person allowed it, never lost silently."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import pytest

from app.errors import Misconfigured
from app.keys import Secrets


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that lives as long as the test."""

    priority = 1  # type: ignore[assignment]  # the library's own way to say it

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    ring = MemoryKeyring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.mark.usefixtures("ring")
def test_the_key_is_made_once_and_found_again(tmp_path: Path) -> None:
    key = Secrets(tmp_path, "keyring").data_key(has_data=False)
    assert len(key) == 32
    assert Secrets(tmp_path, "keyring").data_key(has_data=True) == key
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("ring")
def test_two_stations_of_one_machine_have_two_keys(tmp_path: Path) -> None:
    assert Secrets(tmp_path / "a", "keyring").data_key(has_data=False) != Secrets(tmp_path / "b", "keyring").data_key(
        has_data=False
    )


@pytest.mark.usefixtures("ring")
def test_a_lost_key_is_said_and_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"keys\.lost"):
        Secrets(tmp_path, "keyring").data_key(has_data=True)


def test_a_damaged_key_is_said(tmp_path: Path, ring: MemoryKeyring) -> None:
    Secrets(tmp_path, "keyring").data_key(has_data=False)
    ring.entries = dict.fromkeys(ring.entries, "not hexadecimal")
    with pytest.raises(Misconfigured, match=r"keys\.lost"):
        Secrets(tmp_path, "keyring").data_key(has_data=True)


def test_a_machine_without_a_keyring_is_refused_with_the_reason(tmp_path: Path, ring: MemoryKeyring) -> None:
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    with pytest.raises(Misconfigured, match=r"keys\.no_keyring"):
        Secrets(tmp_path, "keyring").data_key(has_data=False)
    assert list(tmp_path.iterdir()) == []


def test_a_keyring_that_forgets_is_found_out_before_anything_is_sealed(tmp_path: Path, ring: MemoryKeyring) -> None:
    ring.set_password = lambda *_entry: None  # type: ignore[method-assign]
    with pytest.raises(Misconfigured, match=r"keys\.no_keyring"):
        Secrets(tmp_path, "keyring").data_key(has_data=False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's folder to the user by its own rights")
def test_a_key_file_is_the_users_alone(tmp_path: Path) -> None:
    secrets = Secrets(tmp_path, "file")
    key = secrets.data_key(has_data=False)
    secrets.write("kdniao.api_key", "k")
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (Secrets(tmp_path, "file").data_key(has_data=True), secrets.read("kdniao.api_key")) == (key, "k")


def test_a_spoiled_key_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text("{ cut off")
    with pytest.raises(Misconfigured, match=r"keys\.lost"):
        Secrets(tmp_path, "file").data_key(has_data=True)
