"""Prints the SHA-256 of each file that a frozen review of a project holds; a program of its own, for other machines."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from living_sla.model.reviews.review_id import review_id
from living_sla.reviews.record.contents import frozen_files

if __name__ == "__main__":
    files = frozen_files(Path(sys.argv[1]), review_id(sys.argv[2]), cache=len(sys.argv) == 3).files
    for path in sorted(files):
        print(f"{hashlib.sha256(files[path]).hexdigest()}  {path}")
