"""The station's secrets: the key its personal data is sealed with, and the carriers' keys. They lie in the OS keyring.

Where a machine has no keyring, nothing is stored in the clear behind anyone's back: the station refuses to start until
a person writes `key_storage = "file"` into `station.toml`; then the files lie in its folder, readable by its user only.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

import keyring
from keyring.errors import KeyringError

from app.errors import Misconfigured

_SERVICE = "Packbench"
_DATA_KEY = "data-key"


class Secrets:
    """The secrets of the station in `folder`, by name."""

    def __init__(self, folder: Path, storage: str) -> None:
        """`storage` is `keyring` or `file`, as the settings say."""
        self._folder = folder
        self._uses_file = storage == "file"

    def read(self, name: str) -> str:
        """The secret's value, empty when it was never set. Raises Misconfigured `keys.no_keyring`."""
        if self._uses_file:
            return self._file().get(name, "")
        try:
            return keyring.get_password(_SERVICE, self._entry(name)) or ""
        except KeyringError as error:
            raise Misconfigured("keys.no_keyring", type(error).__name__) from error

    def write(self, name: str, value: str) -> None:
        if self._uses_file:
            self._write_file(self._file() | {name: value})
            return
        try:
            keyring.set_password(_SERVICE, self._entry(name), value)
        except KeyringError as error:
            raise Misconfigured("keys.no_keyring", type(error).__name__) from error

    def data_key(self, *, has_data: bool) -> bytes:
        """The 32 bytes that personal data is sealed with; made on the first start.

        Raises Misconfigured `keys.lost` when there is data but no key: a new key would hide what is there for good.
        """
        text = self.read(_DATA_KEY)
        if not text:
            if has_data:
                raise Misconfigured("keys.lost")
            text = secrets.token_hex(32)
            self.write(_DATA_KEY, text)
            if self.read(_DATA_KEY) != text:
                raise Misconfigured("keys.no_keyring", "what was stored does not come back")
        try:
            return bytes.fromhex(text)
        except ValueError as error:
            raise Misconfigured("keys.lost", "the stored key is damaged") from error

    @property
    def place(self) -> str:
        """Where the secrets lie, for the doctor."""
        return str(self._path) if self._uses_file else type(keyring.get_keyring()).__module__

    @property
    def _path(self) -> Path:
        return self._folder / "secrets.json"

    def _entry(self, name: str) -> str:
        """One machine may have several stations: the folder is part of the entry's name."""
        return f"{self._folder.resolve()}|{name}"

    def _file(self) -> dict[str, str]:
        try:
            tree = json.loads(self._path.read_text("utf-8")) if self._path.exists() else {}
        except (OSError, ValueError) as error:
            raise Misconfigured("keys.lost", f"{self._path.name}: {type(error).__name__}") from error
        return {str(name): str(value) for name, value in tree.items()}

    def _write_file(self, values: dict[str, str]) -> None:
        """Whole or not at all, never readable by others for a moment."""
        scratch = self._path.with_suffix(".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            scratch.unlink(missing_ok=True)
            handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(values, file)
                file.flush()
                os.fsync(file.fileno())
            scratch.replace(self._path)
        except OSError as error:
            raise Misconfigured("store.unwritable", type(error).__name__) from error
