"""Run in a copy of the house: for each offence (file → text) on standard input, which contracts are reported broken.

A process of its own: import-linter finds `app` by the search path, and the tests have loaded the real one.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path

from importlinter import configuration
from importlinter.application import use_cases
from importlinter.application.user_options import UserOptions


def broken_contracts(options: UserOptions) -> list[str]:
    """The ids of the contracts that do not hold for the files as they stand."""
    with contextlib.redirect_stdout(io.StringIO()):
        report = use_cases.create_report(options, cache_dir=".import_linter_cache")
    ids = {contract["name"]: contract["id"] for contract in options.contracts_options}
    return [ids[contract.name] for contract, check in report.get_contracts_and_checks() if not check.kept]


def commit_offence(files: dict[str, str], options: UserOptions) -> list[str]:
    """Append the texts, look what is reported, and put everything back."""
    before = {name: Path(name).read_text("utf-8") if Path(name).exists() else None for name in files}
    for name, text in files.items():
        Path(name).write_text(f"{before[name] or ''}\n{text}\n", "utf-8")
    try:
        return broken_contracts(options)
    finally:
        for name, original in before.items():
            if original is None:
                Path(name).unlink()
            else:
                Path(name).write_text(original, "utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    configuration.configure()
    with contextlib.redirect_stdout(io.StringIO()):
        use_cases.lint_imports("pyproject.toml")  # makes the types of contracts known, as the command does
    rules = use_cases.read_user_options("pyproject.toml")
    json.dump([commit_offence(offence, rules) for offence in json.load(sys.stdin)], sys.stdout)
