"""Processes of the machine."""

import psutil


def is_running(pid: int) -> bool:
    """An ended orphan may stay a zombie where process 1 does not collect them."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
