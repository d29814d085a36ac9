"""The printer that is a folder, as far as the contract of all transports does not say it."""

from __future__ import annotations

from pathlib import Path

from app.devices.printer_file import FilePrinter


def test_files_are_named_after_their_language(tmp_path: Path) -> None:
    FilePrinter("label", tmp_path, suffix="zpl").send(b"^XA^XZ")
    FilePrinter("label", tmp_path, suffix="pdf").send(b"%PDF-")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["label-000001.zpl", "label-000002.pdf"]
