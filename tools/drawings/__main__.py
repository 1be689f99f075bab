"""Draw every picture: ``python -m tools.drawings docs/assets``."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.drawings.pictures import PICTURES

for name, picture in PICTURES.items():
    (Path(sys.argv[1]) / name).write_text(picture(), encoding="utf-8")
