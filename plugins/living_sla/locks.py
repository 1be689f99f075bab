"""A lock that the system takes back when its process ends, however it ends."""

from __future__ import annotations


def taken(descriptor: int) -> bool:
    """Take the only lock of an open file, at once; whether it could be had."""
    # Imported late: each system has one of the two.
    try:
        import fcntl
    except ImportError:
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except PermissionError:
            return False
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
