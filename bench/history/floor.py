"""What nobody can do without: the log of the folder, every file that it names, and a plain YAML parse of each."""

from __future__ import annotations

import io
import subprocess
import sys

import yaml

LOG = ("git", "log", "-z", "--raw", "--no-abbrev", "--first-parent", "--diff-merges=first-parent", "--format=%H", "--",
       "agreements")  # fmt: skip


def main(root: str) -> None:
    log = subprocess.run(LOG, cwd=root, capture_output=True, check=True).stdout
    lines = (part.split(b" ") for part in log.split(b"\0") if part[:2] in (b"\n:", b":1", b":0"))
    blobs = dict.fromkeys(line[3] for line in lines if line[3].strip(b"0"))
    asked = b"\n".join(blobs) + b"\n"
    found = subprocess.run(("git", "cat-file", "--batch", "--buffer"), cwd=root, input=asked, capture_output=True,
                           check=True)  # fmt: skip
    output = io.BytesIO(found.stdout)
    while header := output.readline():
        text = output.read(int(header.split()[2]))
        output.read(1)
        yaml.load(text[4 : text.index(b"\n---\n", 4)], yaml.CSafeLoader)


if __name__ == "__main__":
    main(sys.argv[1])
