"""Prints the SHA-256 of each file that a frozen review of a project holds; a program of its own, for other machines."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from living_sla.model.reviews.review_id import review_id
from living_sla.reviews.record.contents import contents_of
from living_sla.reviews.record.ground import ground_of

if __name__ == "__main__":
    ground = ground_of(Path(sys.argv[1]), review_id(sys.argv[2]), cache=len(sys.argv) == 3)
    files = contents_of(ground).files
    for path in sorted(files):
        print(f"{hashlib.sha256(files[path]).hexdigest()}  {path}")
