"""Draws every gallery in every look, and an index and contact sheets of them: python -m tests.ui.gallery_all FOLDER.

A gallery is found by its name, tests/ui/gallery_*.py, and run as the program that it is, two at a time. What has words
after FOLDER draws only those: python -m tests.ui.gallery_all FOLDER printers floor
"""

from __future__ import annotations

import html
import os
import subprocess
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from app.resources import resource
from tests.ui.gallery_drawing import EVERY_LOOK, LANGUAGES, SIZES, THEMES, Shown

AT_ONCE = 2
PATIENCE_S = 600
NOT_GALLERIES = ("gallery_all", "gallery_drawing")
COLUMNS, ROWS = 3, 3
THUMB_WIDTH, THUMB_GAP, CAPTION = 640, 16, 30
STYLE = """
body { font: 16px system-ui, sans-serif; margin: 24px; background: #f3f4f1; color: #161b22 }
h2 { margin: 48px 0 8px } h3 { margin: 24px 0 8px; font-weight: 600 } nav a { margin-right: 16px }
.row { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px }
img { width: 100%; border: 1px solid #dadED7; border-radius: 6px; display: block } small { color: #535d69 }
"""


def galleries(wished: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The modules' names: all of them, or those that were asked for ("printers")."""
    found = (path.stem for path in sorted(Path(__file__).parent.glob("gallery*.py")))
    names = (name for name in found if name not in NOT_GALLERIES)
    return tuple(name for name in names if not wished or screen_of(name) in wished)


def screen_of(gallery: str) -> str:
    """What a gallery's pictures are filed under: gallery_printers → printers; the first of them draws packing."""
    return gallery.removeprefix("gallery").strip("_") or "packing"


def draw(folder: Path, gallery: str, shown: Shown) -> tuple[str, Shown, str]:
    """Run one gallery in one look; what it said when it failed, else nothing."""
    into = folder / screen_of(gallery)
    into.mkdir(parents=True, exist_ok=True)
    size = f"{shown.width}x{shown.height}"
    command = [sys.executable, "-m", f"tests.ui.{gallery}", str(into), shown.language, shown.theme, size]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
    except subprocess.TimeoutExpired:
        return gallery, shown, f"not done after {PATIENCE_S} s"
    return gallery, shown, done.stderr[-2000:] if done.returncode else ""


def pictures(folder: Path) -> dict[str, dict[str, dict[str, Path]]]:
    """What was drawn: by screen, by state, by look."""
    found: dict[str, dict[str, dict[str, Path]]] = defaultdict(lambda: defaultdict(dict))
    for path in sorted(folder.glob("*/*.png")):
        for shown in EVERY_LOOK:
            if path.stem.endswith(f"-{shown.name}"):
                found[path.parent.name][path.stem.removesuffix(f"-{shown.name}")][shown.name] = path
    return found


def write_index(folder: Path, found: dict[str, dict[str, dict[str, Path]]]) -> None:
    """One page: by screen and state, both languages side by side, light beside dark, the small size above the large."""
    lines = ["<!doctype html><meta charset=utf-8><title>Packbench, every screen</title>", f"<style>{STYLE}</style>"]
    lines.append("<nav>" + "".join(f'<a href="#{screen}">{html.escape(screen)}</a>' for screen in found) + "</nav>")
    for screen, states in found.items():
        lines.append(f'<h2 id="{screen}">{html.escape(screen)}</h2>')
        for state, looks in states.items():
            lines.append(f"<h3>{html.escape(state)}</h3>")
            lines += [_row(folder, looks, width) for width, _ in SIZES]
    (folder / "index.html").write_text("\n".join(lines), "utf-8")


def _row(folder: Path, looks: dict[str, Path], width: int) -> str:
    names = [f"{language}-{theme}-{width}" for theme in THEMES for language in LANGUAGES]
    cells = (
        f'<a href="{at}"><img loading=lazy src="{at}"><small>{name}</small></a>'
        for name in names
        if name in looks and (at := looks[name].relative_to(folder).as_posix())
    )
    return f"<div class=row>{''.join(cells)}</div>"


def write_sheets(folder: Path, found: dict[str, dict[str, dict[str, Path]]]) -> int:
    """Contact sheets of a screen in a look, nine states each; how many."""
    sheets = folder / "sheets"
    sheets.mkdir(exist_ok=True)
    count = 0
    for screen, states in found.items():
        for shown in EVERY_LOOK:
            paths = [looks[shown.name] for looks in states.values() if shown.name in looks]
            for number, start in enumerate(range(0, len(paths), COLUMNS * ROWS), 1):
                sheet = _sheet(paths[start : start + COLUMNS * ROWS], shown)
                sheet.save(sheets / f"{screen}-{shown.name}-{number}.png")
                count += 1
    return count


def _sheet(paths: list[Path], shown: Shown) -> Image.Image:
    high = round(THUMB_WIDTH * shown.height / shown.width)
    rows = -(-len(paths) // COLUMNS)
    size = (COLUMNS * (THUMB_WIDTH + THUMB_GAP) + THUMB_GAP, rows * (high + CAPTION + THUMB_GAP) + THUMB_GAP)
    sheet, font = Image.new("RGB", size, "#8A9099"), ImageFont.truetype(resource("fonts/NotoSans-Bold.ttf"), 18)
    brush = ImageDraw.Draw(sheet)
    for place, path in enumerate(paths):
        left = THUMB_GAP + place % COLUMNS * (THUMB_WIDTH + THUMB_GAP)
        top = THUMB_GAP + place // COLUMNS * (high + CAPTION + THUMB_GAP)
        brush.text((left, top), path.stem, font=font, fill="#FFFFFF")
        with Image.open(path) as picture:
            small = picture.convert("RGB").resize((THUMB_WIDTH, high), Image.Resampling.LANCZOS)
        sheet.paste(small, (left, top + CAPTION))
    return sheet


def main(folder: Path, wished: tuple[str, ...]) -> int:
    """Draw them all; how many failed. A gallery that fails in one look leaves the others drawn."""
    began = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    tasks = [(gallery, shown) for gallery in galleries(wished) for shown in EVERY_LOOK]
    failed = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for gallery, shown, trouble in pool.map(lambda task: draw(folder, *task), tasks):
            failed += bool(trouble)
            sys.stdout.write(f"{screen_of(gallery):12} {shown.name:20} {'FAILED' if trouble else 'drawn'}\n{trouble}")
            sys.stdout.flush()
    found = pictures(folder)
    write_index(folder, found)
    sheets = write_sheets(folder, found)
    drawn = sum(len(looks) for states in found.values() for looks in states.values())
    states = sum(map(len, found.values()))
    sys.stdout.write(
        f"{drawn} pictures of {states} states of {len(found)} screens, {sheets} contact sheets,"
        f" {failed} of {len(tasks)} runs failed, {time.monotonic() - began:.0f} s: {folder / 'index.html'}\n"
    )
    return failed


if __name__ == "__main__":
    sys.exit(min(1, main(Path(sys.argv[1]).absolute(), tuple(sys.argv[2:]))))
