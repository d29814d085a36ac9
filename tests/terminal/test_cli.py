"""The bench without a window, run as a person runs it: a process, its input, its output, its exit code."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.carriers.kdniao.simulator import KdniaoSimulator
from app.devices.virtual_printer import VirtualPrinter

ROOT = Path(__file__).parents[2]
HEAD = "number,name,phone,province,city,district,street,sku,title,quantity\n"
ORDERS = HEAD + "1001,张三,13800001111,浙江省,杭州市,西湖区,文三路1号,A,茶,1\n"


ENVIRONMENT = os.environ | {"PYTHONUTF8": "1", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


def packbench(folder: Path, *words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "app", "--folder", str(folder), *words],
        input=said,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=ENVIRONMENT,
        timeout=60,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "station.toml").write_text('[station]\nlanguage = "en"\nkey_storage = "file"\n', "utf-8")
    (tmp_path / "orders.csv").write_text(ORDERS, "utf-8")
    return tmp_path


def test_orders_are_imported_once_and_packed_from_standard_input(folder: Path) -> None:
    first = packbench(folder, "orders", "import", str(folder / "orders.csv"))
    assert (first.returncode, first.stderr) == (0, "")
    assert "came in: 1." in first.stdout
    again = packbench(folder, "orders", "import", str(folder / "orders.csv"))
    assert "came in: 0." in again.stdout
    scanned = packbench(folder, "scan", "--wait", "10", said="1001\nnonsense\nA\n")
    assert scanned.returncode == 0
    tones = [line.split("]")[0] for line in scanned.stdout.splitlines() if line.startswith("[")]
    assert tones == ["[ok", "[wrong", "[complete"]
    status = packbench(folder, "status")
    assert "1001" in status.stdout
    assert "张三" not in status.stdout
    assert packbench(folder, "audit", "verify").returncode == 0


def test_a_note_that_must_be_read_is_shown_where_it_stops_the_packer(folder: Path) -> None:
    head, row = ORDERS.splitlines()[:2]
    (folder / "noted.csv").write_text(
        f"{head},instruction,instruction_package\n{row},Wrap it well,Card on top\n", "utf-8"
    )
    packbench(folder, "orders", "import", str(folder / "noted.csv"))
    said = packbench(folder, "scan", "--wait", "0", said="1001\nPB.OK\nA\nPB.OK\n").stdout
    assert said.index("» Wrap it well") < said.index("[ok]") < said.index("» Card on top") < said.index("[complete]")


def test_the_whole_job_from_the_terminal(folder: Path) -> None:
    carrier = KdniaoSimulator("127.0.0.1", 0, business_id="test1", api_key="k")
    printer = VirtualPrinter("127.0.0.1", 0, folder / "paper")
    carrier.start()
    printer.start()
    try:
        with (folder / "station.toml").open("a", encoding="utf-8") as file:
            file.write(
                f'[carrier]\nkind = "kdniao"\nurl = "{carrier.url}"\nbusiness_id = "test1"\n'
                f'[printer]\naddress = "127.0.0.1:{printer.port}"\n'
                '[shipper]\nname = "仓"\nphone = "02112345678"\nprovince = "上海"\ncity = "上海市"\n'
                'district = "青浦区"\nstreet = "示范路1号"\n'
            )
        assert packbench(folder, "secret", "kdniao.api_key", said="k\n").returncode == 0
        assert packbench(folder, "doctor").returncode == 0
        packbench(folder, "orders", "import", str(folder / "orders.csv"))
        packbench(folder, "scan", said="1001\nA\n")
    finally:
        carrier.stop()
        printer.stop()
    assert carrier.billed == 1
    assert len(printer.labels) == 1


def test_the_doctor_names_what_is_missing_and_the_remedy(folder: Path) -> None:
    (folder / "station.toml").write_text(
        '[station]\nlanguage = "en"\nkey_storage = "file"\n[carrier]\nkind = "kdniao"\n'
    )
    examined = packbench(folder, "doctor")
    assert examined.returncode == 1
    missing = [line for line in examined.stdout.splitlines() if line.startswith("MISSING")]
    assert len(missing) == 3  # account, shipper, printer
    assert "packbench secret" in examined.stdout


def test_without_a_keyring_nothing_is_stored_behind_anyones_back(folder: Path) -> None:
    (folder / "station.toml").write_text('[station]\nlanguage = "en"\n')
    refused = packbench(folder, "scan", said="1001\n")
    assert refused.returncode == 2
    assert "keyring" in refused.stderr
    assert "key_storage" in refused.stderr
    assert not (folder / "secrets.json").exists()
    assert not (folder / "packbench.db").exists()


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ("[station\n", "line 1"),
        ("[printer]\ndpi = 204\n", "printer label: dpi"),
        ("[printer]\nadress = '1'\n", "[printer] adress"),
        ("[carrier]\ntimeout_s = 'long'\n", "[carrier] timeout_s"),
        ("[carriers]\n", "[carriers]"),
        ("station = 1\n", "[station]"),
    ],
)
def test_a_wrong_setting_is_named(folder: Path, toml: str, expected: str) -> None:
    (folder / "station.toml").write_text(toml)
    refused = packbench(folder, "status")
    assert refused.returncode == 2
    assert expected in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("name", ["missing.csv", "picture.csv", "empty.csv"])
def test_a_file_that_holds_no_orders_is_said_in_words(folder: Path, name: str) -> None:
    (folder / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10)
    (folder / "empty.csv").write_bytes(b"")
    refused = packbench(folder, "orders", "import", str(folder / name))
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    assert refused.stderr.strip()


def test_bad_rows_are_listed_with_their_line(folder: Path) -> None:
    (folder / "orders.csv").write_text(ORDERS + "1002,李四,,浙江省,杭州市,西湖区,文三路2号,A,茶,1\n", "utf-8")
    report = packbench(folder, "orders", "import", str(folder / "orders.csv"))
    assert report.returncode == 1
    assert "came in: 1." in report.stdout
    assert "3" in report.stdout.splitlines()[1]
    assert "李四" not in report.stdout


def test_a_list_of_bad_rows_that_is_cut_says_so(folder: Path) -> None:
    bad = "".join(f"{2000 + i},李四,,浙江省,杭州市,西湖区,文三路2号,A,茶,1\n" for i in range(1001))
    (folder / "orders.csv").write_text(ORDERS + bad, "utf-8")
    report = packbench(folder, "orders", "import", str(folder / "orders.csv"))
    assert "did not come in: 1001." in report.stdout
    assert report.stdout.splitlines()[-1] == "Only the first 1,000 are listed."


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_leaves_no_trace_but_a_sentence(folder: Path) -> None:
    (folder / "logs").mkdir()
    (folder / "logs" / "packbench.log").symlink_to("/dev/full")
    packbench(folder, "orders", "import", str(folder / "orders.csv"))
    scanned = packbench(folder, "scan", "--wait", "5", said="1001\nA\n")
    assert (scanned.returncode, scanned.stderr) == (0, "")


def test_a_corrected_column_mapping_is_used(folder: Path) -> None:
    (folder / "odd.csv").write_text(ORDERS.replace("number,", "Our ref,", 1), "utf-8")
    assert packbench(folder, "orders", "import", str(folder / "odd.csv")).returncode == 2
    mapping = folder / "mapping.json"
    packbench(folder, "orders", "columns", str(folder / "orders.csv"), "--save", str(mapping))
    saved = json.loads(mapping.read_text("utf-8"))
    assert saved["columns"]["number"] == "number"
    saved["columns"]["number"] = "Our ref"
    mapping.write_text(json.dumps(saved), "utf-8")
    imported = packbench(folder, "orders", "import", str(folder / "odd.csv"), "--columns", str(mapping))
    assert (imported.returncode, "came in: 1." in imported.stdout) == (0, True)


def test_a_second_station_on_one_folder_is_refused(folder: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-m", "app", "--folder", str(folder), "scan"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    assert first.stdout is not None
    assert first.stdin is not None
    try:
        first.stdout.readline()  # it stands and asks for a scan
        second = packbench(folder, "scan", said="")
        assert second.returncode == 2
        assert "station.second_instance" in second.stderr
        assert packbench(folder, "status").returncode == 0
    finally:
        first.stdin.close()
        first.wait(timeout=30)
        first.stdout.close()


def test_a_consignee_is_found_by_the_last_digits_of_the_phone_and_shown_masked(folder: Path) -> None:
    packbench(folder, "orders", "import", str(folder / "orders.csv"))
    found = packbench(folder, "orders", "find", "1111")
    assert found.stdout == "1001  packbench  张*  open  0/1\n"
    assert packbench(folder, "orders", "find", "2222").returncode == 1


def test_help_is_there_for_every_command(folder: Path) -> None:
    assert "doctor" in packbench(folder, "--help").stdout
    assert "--columns" in packbench(folder, "orders", "import", "--help").stdout


def test_a_name_that_is_also_a_command_stays_a_name(folder: Path) -> None:
    (folder / "demo").mkdir()
    (folder / "demo" / "station.toml").write_text('[station]\nlanguage = "en"\nkey_storage = "file"\n', "utf-8")
    assert packbench(folder / "demo", "status").returncode == 0
    inside = ENVIRONMENT | {"PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "app", "--folder", "demo", "status"]
    assert subprocess.run(words, cwd=folder, env=inside, capture_output=True, check=False).returncode == 0
    assert packbench(folder, "orders", "find", "demo").returncode == 1


def test_bytes_that_are_no_text_are_answered_and_the_scans_after_them_count(folder: Path) -> None:
    packbench(folder, "orders", "import", str(folder / "orders.csv"))
    for environment in ({"PYTHONUTF8": "1"}, {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}):
        scanned = subprocess.run(
            [sys.executable, "-m", "app", "--folder", str(folder), "scan", "--wait", "0"],
            input=b"\xff\xfe\xb0\n1001\n",
            capture_output=True,
            cwd=ROOT,
            env=ENVIRONMENT | environment,
            timeout=60,
            check=False,
        )
        assert (scanned.returncode, scanned.stderr) == (0, b"")
        assert b"[wrong]" in scanned.stdout
        assert b"1001" in scanned.stdout


def test_a_terminal_that_lacks_a_sign_shows_another_and_goes_on(folder: Path) -> None:
    (folder / "station.toml").write_text('[station]\nlanguage = "zh_CN"\nkey_storage = "file"\n', "utf-8")
    said = subprocess.run(
        [sys.executable, "-m", "app", "--folder", str(folder), "status"],
        capture_output=True,
        cwd=ROOT,
        env=ENVIRONMENT | {"PYTHONIOENCODING": "cp1252"},
        timeout=60,
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, b"")
    assert b"sandbox" in said.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="pipes that nobody reads are another error there")
def test_a_reader_that_has_seen_enough_is_no_error(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    words = [sys.executable, "-m", "app", "--folder", str(folder), "doctor"]
    said = subprocess.run(
        words, stdout=writing, stderr=subprocess.PIPE, cwd=ROOT, env=ENVIRONMENT, timeout=60, check=False
    )
    os.close(writing)
    assert (said.returncode, said.stderr) == (141, b"")


@pytest.mark.parametrize("command", [("status",), ("scan",), ("doctor",)])
def test_a_folder_that_cannot_be_one_is_said_in_words(folder: Path, command: tuple[str, ...]) -> None:
    refused = packbench(folder / "orders.csv", *command)
    assert refused.returncode == 2
    assert "store.unwritable" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_mapping_that_cannot_be_written_is_said_in_words(folder: Path) -> None:
    nowhere = str(folder / "nowhere" / "map.json")
    refused = packbench(folder, "orders", "columns", str(folder / "orders.csv"), "--save", nowhere)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("kind", ["printer", "kdniao"])
def test_a_simulator_whose_port_is_taken_says_so(folder: Path, kind: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = packbench(folder, "simulate", kind, "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 2
    assert "simulator.port" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")
def test_control_c_ends_a_command_without_a_trace(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "app", "--folder", str(folder), "scan"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=ENVIRONMENT,
        # A test run in the background inherits that Ctrl+C is ignored; a person's terminal does not.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # no threads here
    ) as scanning:
        assert scanning.stdout is not None
        scanning.stdout.readline()  # it stands and asks for a scan
        scanning.send_signal(signal.SIGINT)
        _, said = scanning.communicate(timeout=30)
    assert (scanning.returncode, said) == (130, b"")


@pytest.fixture
def packed(folder: Path) -> Path:
    packbench(folder, "orders", "import", str(folder / "orders.csv"))
    packbench(folder, "scan", said="1001\nA\n")
    return folder


def test_the_money_of_every_label_adds_up(packed: Path) -> None:
    report = packbench(packed, "money", "--reconcile")
    assert report.returncode == 0
    assert report.stdout.count("2.50 CNY") == 3  # the label itself, bought, and unused: no printer is set up
    assert "1001" in report.stdout


def test_a_label_nobody_here_bought_is_found_at_the_carrier(packed: Path) -> None:
    with (packed / "sandbox.jsonl").open("a", encoding="utf-8") as ledger:
        ledger.write('["STRANGER-1", "PB0000000000001", false]\n')
    assert "PB0000000000001" in packbench(packed, "money", "--reconcile").stdout
    waiting = packbench(packed, "incidents")
    assert waiting.returncode == 1
    assert "PB0000000000001" in waiting.stdout


def test_an_outsider_verifies_the_exported_journal_without_a_key(packed: Path) -> None:
    assert packbench(packed, "audit", "export", str(packed / "journal.jsonl")).returncode == 0
    rows = [json.loads(line) for line in (packed / "journal.jsonl").read_text("utf-8").splitlines()]
    fields = ("at", "station", "packer", "event", "subject_id", "detail", "scan_sealed")

    def is_whole() -> bool:
        previous = bytes(32)
        for row in rows:
            text = json.dumps([row[field] for field in fields], ensure_ascii=False)
            previous = hashlib.sha256(previous + text.encode()).digest()
            if row["hash"] != previous.hex():
                return False
        return True

    assert len(rows) > 5
    assert is_whole()
    rows[2]["at"] += 1
    assert not is_whole()


def test_labels_are_printed_again_by_their_numbers(packed: Path) -> None:
    with (packed / "station.toml").open("a", encoding="utf-8") as file:
        file.write(f'[printer]\naddress = "file:{(packed / "printed").as_posix()}"\n')
    packbench(packed, "scan", said="")
    assert packbench(packed, "reprint", "1-3").returncode == 0
    packbench(packed, "scan", said="")
    assert len(list((packed / "printed").iterdir())) == 2
    assert packbench(packed, "reprint", "77").returncode == 1
    assert packbench(packed, "reprint", "x").returncode == 2
