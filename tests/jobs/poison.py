"""A reader that a certain page kills: what a defect in a native library looks like from outside."""

import os

from jobs import refining

POISON = b"POISON"
_read = refining.stage


def stage(task: refining.Task) -> dict[str, int]:
    """As the real one, but a page with the poison ends the process, unless the task says it is known for that."""
    if not task.poison and any(POISON in page.body for page in refining._pages(task)):
        os._exit(9)
    return _read(task)
