"""From process start to the first painted window, to a station that takes scans, and what memory it holds then.

    python -m tests.bench.start [RUNS]

On the screen named by DISPLAY, or off screen without one. The ratio is to a bare PySide6 window in the same run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.table import HEAD, row

_BARE = """
import sys, time
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(sys.argv[:1])
class First(QWidget):
    def paintEvent(self, event):
        print("window", time.time())
        app.quit()
window = First()
window.show()
app.exec()
"""

_OURS = """
import os, resource, sys, time
from PySide6.QtCore import QObject, QEvent, QTimer
from PySide6.QtWidgets import QApplication
class Watch(QObject):
    seen = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not self.seen:
            self.seen = True
            print("window", time.time())
        return False
app = QApplication(sys.argv[:1])
watch = Watch()
app.installEventFilter(watch)
from app.ui.main_window import MainWindow
attach = MainWindow.attach
def attached(self, station):
    attach(self, station)
    print("ready", time.time())
    QTimer.singleShot(1000, finish)
def finish():
    pages = int(open("/proc/self/statm").read().split()[1]) if os.path.exists("/proc/self/statm") else 0
    print("memory", pages * 4096 / 1e6)
    app.quit()
MainWindow.attach = attached
from app.__main__ import main
main(["--folder", sys.argv[1], "demo"])
"""


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    figures: dict[str, list[float]] = {"bare": [], "window": [], "ready": [], "memory": []}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(runs + 1):
            bare = _run(_BARE, Path(folder))
            ours = _run(_OURS, Path(folder))
            if turn:  # the first one warms the caches and makes the demo's database
                figures["bare"].append(bare["window"])
                for name in ("window", "ready"):
                    figures[name].append(ours[name])
                figures["memory"].append(ours["memory"])
    print(HEAD)
    print(row("bare PySide6 window", figures["bare"], baseline_s=figures["bare"]))
    print(row("first window", figures["window"], baseline_s=figures["bare"]))
    print(row("ready to scan (demo: simulators too)", figures["ready"], baseline_s=figures["bare"]))
    print(f"{'resident, MB':44} {sorted(figures['memory'])[runs // 2]:9.0f}")


def _run(program: str, folder: Path) -> dict[str, float]:
    environment = dict(os.environ)
    if "DISPLAY" not in environment:
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], env=environment, capture_output=True, text=True, check=True
    )
    lines = dict(line.split() for line in done.stdout.splitlines())
    return {name: float(value) - (0 if name == "memory" else began) for name, value in lines.items()}


if __name__ == "__main__":
    main()
