"""`python -m tests.guides [PAGE ...]`: write into these pages, or all, what their commands say now."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.guides.table import DOCS, PAGES
from tests.guides.walk import remade

if __name__ == "__main__":
    for name in sys.argv[1:] or PAGES:
        page, followed = DOCS / name, PAGES[name]
        with tempfile.TemporaryDirectory() as folder:
            text = remade(page, Path(folder) / "reader", at=followed.at, skipped=followed.skipped)
        if text != page.read_text("utf-8"):
            page.write_text(text, encoding="utf-8")
            print(f"{name}: made again")
