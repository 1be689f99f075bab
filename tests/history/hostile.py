"""Settings, hooks and folders with which a repository, or a home, asks git to start a program."""

from __future__ import annotations

import stat
from pathlib import Path

HOOKS = ("post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman", "pre-auto-gc")


def executable(path: Path, command: str) -> Path:
    path.write_text(f"#!/bin/sh\n{command}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def hostile_settings(program: Path) -> str:
    return f"""
[core]
    fsmonitor = {program}
    hooksPath = {program.parent}/hooks
    pager = {program}
    editor = {program}
    sshCommand = {program}
    askPass = {program}
    gitProxy = {program}
    alternateRefsCommand = {program}
    attributesFile = {program.parent}/attributes
[pager]
    log = {program}
    rev-parse = {program}
[alias]
    log = !{program}
    rev-parse = !{program}
    cat-file = !{program}
[diff]
    external = {program}
[diff "canary"]
    textconv = {program}
    command = {program}
[filter "canary"]
    clean = {program}
    smudge = {program}
    process = {program}
[log]
    showSignature = true
    showRoot = false
    mailmap = true
    follow = true
    diffMerges = off
[gpg]
    program = {program}
    format = ssh
[gpg "ssh"]
    program = {program}
    defaultKeyCommand = {program}
[credential]
    helper = !{program}
[trace2]
    eventTarget = {program.parent}/trace
[diff "all"]
    external = {program}
[remote "origin"]
    url = ext::{program}
    promisor = true
    uploadpack = {program}
    partialclonefilter = blob:none
[protocol "ext"]
    allow = always
[extensions]
    partialClone = origin
[trailer "signed"]
    command = {program}
[merge "canary"]
    driver = {program}
[include]
    path = {program.parent}/included
[includeIf "gitdir:**"]
    path = {program.parent}/included
"""


def pose_as_bare(folder: Path, program: Path) -> None:
    """Put beside what `folder` holds everything by which git takes it for a bare repository."""
    for name in ("objects", "refs/heads", "refs/tags"):
        (folder / name).mkdir(parents=True)
        (folder / name / ".keep").write_text("")
    (folder / "HEAD").write_text("ref: refs/heads/main\n")
    (folder / "config").write_text("[core]\n  bare = true\n" + hostile_settings(program))
