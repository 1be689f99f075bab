"""``python -m tools.reference`` writes every page of the reference; `make reference` calls it."""

from __future__ import annotations

from tools.reference.pages import FOLDER, PAGES

FOLDER.mkdir(parents=True, exist_ok=True)
for name, text in PAGES.items():
    (FOLDER / name).write_text(text(), encoding="utf-8")
