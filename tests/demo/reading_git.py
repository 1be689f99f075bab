"""Git and ssh-keygen as anybody has them, to see what the demonstration wrote; nothing of living_sla reads here."""

import os
import subprocess
from pathlib import Path

CLEAN = {"PATH": os.environ["PATH"], "HOME": os.devnull, "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1"}


def git(folder, *arguments, check=True):
    """What git prints, less the line end after it."""
    done = subprocess.run(["git", "-C", folder, *arguments], env=CLEAN, capture_output=True, text=True, check=False)
    assert done.returncode == 0 or not check, done.stderr
    return done.stdout.removesuffix("\n")


def lines(folder, *arguments):
    return git(folder, *arguments).splitlines()


def show(folder, at):
    """A file of a commit: ``main:README.md``."""
    return subprocess.run(["git", "-C", folder, "show", at], env=CLEAN, capture_output=True, check=True).stdout


def verifies(keyring: Path, principal, signature: Path, content, *, namespace):
    """Whether ssh-keygen says that `principal` signed `content`."""
    command = ["ssh-keygen", "-Y", "verify", "-f", keyring, "-I", principal, "-n", namespace, "-s", signature]
    return subprocess.run(command, input=content, env=CLEAN, capture_output=True, check=False).returncode == 0
