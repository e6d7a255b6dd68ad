"""A question that a copy of this process answers, while this one does something else.

Knows neither the question nor what is done meanwhile.
"""

import os
import sys
from collections.abc import Callable
from contextlib import suppress

_YES = b"1"


def asked_beside(question: Callable[[], bool]) -> Callable[[], bool] | None:
    """What waits for the answer, to be called once; a copy that fails says no.

    None where this process is not to be copied.
    """
    # other systems cannot copy a process, or have libraries that do not bear it
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) == 1:
        return None
    answer, told = os.pipe()
    try:
        copy = os.fork()
    except OSError:  # too many processes
        os.close(answer)
        os.close(told)
        return None
    if not copy:
        try:
            if question():
                os.write(told, _YES)
        finally:
            os._exit(0)  # without a word, or with buffers of the other, even on Ctrl-C
    os.close(told)

    def answered() -> bool:
        with open(answer, "rb") as stream:  # noqa: PTH123 - a pipe
            said = stream.read()
        with suppress(ChildProcessError):  # of whoever ignores children, none is left
            os.waitpid(copy, 0)
        return said == _YES

    return answered
