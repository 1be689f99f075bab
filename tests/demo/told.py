"""What the command line tells of the demonstration, as text that is the same on every run.

``python -m tests.demo.told`` writes the golden files anew; read them before they are committed.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from living_sla.demonstration.checkout import write_demo
from tests.demo.reading_git import CLEAN

GOLDEN = Path(__file__).parent / "golden"
COMMANDS = {
    "history-lead-handoff.txt": ("history", "lead-handoff"),
    "history-weekend-pilot.txt": ("history", "weekend-pilot"),
    "verify.txt": ("verify",),
    "attain.txt": ("attain",),
}


def told(folder, arguments):
    """Standard output of a verb in a folder; ids of commits, which keys change, are dots."""
    command = [sys.executable, "-c", "from living_sla.cli import main; main()", *arguments]
    done = subprocess.run(command, cwd=folder, env=CLEAN, capture_output=True, text=True, check=False)
    return re.sub(r"\b[0-9a-f]{12}\b", "·" * 12, done.stdout) + done.stderr


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        project = write_demo(Path(temporary) / "northwind").folder
        for name, arguments in COMMANDS.items():
            (GOLDEN / name).write_text(told(project, arguments), encoding="utf-8")
