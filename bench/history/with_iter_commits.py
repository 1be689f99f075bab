"""Git's part by GitPython's own objects: the commits of each file, and the file as each of them holds it.

What people write first, and what the git plugins of site generators do. It misses what stood under another name.
"""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

import git


def main(root: Path, files: int) -> None:
    repository = git.Repo(root)
    for file in islice(sorted(root.glob("agreements/**/*.md")), files):
        path = file.relative_to(root).as_posix()
        for commit in repository.iter_commits(paths=path):
            try:
                commit.tree[path].data_stream.read()
            except KeyError:  # the commit moved it away
                continue


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
