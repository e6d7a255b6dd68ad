"""Running a program to its exit status, and the one place where errors become words.

Knows click's exceptions and ours. 0 is found or done, 1 nothing found, 2 an error.
"""

import os
import sys
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path

from searcher.cli import output
from searcher.errors import SearcherError
from searcher.typed import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    import click

ERROR = 2
MORE_MEMORY = "give it more, as `ulimit -v unlimited` does, or end other programs"
INTERRUPTED = 130
"""What shells report of a program that SIGINT ended."""


Plainly = Callable[[list[str]], Callable[[], int] | None]
"""What is to be done for arguments that need no click, None if these do."""


def run(
    program: str, load: Callable[[], "click.Command"], plainly: Plainly | None = None
) -> NoReturn:
    """Run the command that `load` imports, with the arguments of this process.

    Whatever it takes time to import is imported within, where Ctrl-C is handled.
    """
    output.prepare()
    # or each processor gets a thread that waits busily for matrices, which none has
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    status = _handled(program, lambda: _invoke(program, load, plainly))
    if status != INTERRUPTED:
        status = _handled(program, lambda: _flushed(status))
    if status < ERROR:
        # all is written; to take the modules apart would be a twentieth of a search
        os._exit(status)
    # whatever is still buffered must not fail again when the interpreter ends
    output.silence()
    sys.exit(status)


def _flushed(status: int) -> int:
    output.flush()
    return status


def _invoke(
    program: str, load: Callable[[], "click.Command"], plainly: Plainly | None
) -> int:
    arguments = sys.argv[1:]
    instruction = os.environ.get(variable := f"_{program.upper()}_COMPLETE")
    if plainly and not instruction and (work := plainly(arguments)):
        return work()
    command = load()
    import click  # noqa: PLC0415 - `load` has imported it

    try:
        if instruction:
            from click.shell_completion import shell_complete  # noqa: PLC0415 - rarely

            return shell_complete(command, {}, program, variable, instruction)
        with command.make_context(program, arguments) as context:
            return command.invoke(context) or 0
    except click.exceptions.Exit as request:
        return request.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        output.say(*error.format_message().splitlines())
        return ERROR
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else program
        raise SearcherError(_plain(error), hint=f"{path} --help") from error


def _plain(error: "click.UsageError") -> str:
    message = error.format_message().strip().removesuffix(".")
    return message[:1].lower() + message[1:]


def _handled(program: str, work: Callable[[], int]) -> int:
    try:
        return work()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        output.silence()
        return 0
    except Exception as error:  # noqa: BLE001 - the last resort, it is all reported
        if _debug():
            import traceback  # noqa: PLC0415 - only here

            output.say(*traceback.format_exc().splitlines())
        output.say(*_words(program, error))
        return ERROR


def _words(program: str, error: Exception) -> list[str]:
    match error:
        case SearcherError():
            message, hint = error.message, error.hint
        case PermissionError(filename=str(name)):
            from searcher.denied import ROOM, denied  # noqa: PLC0415 - only here

            message, hint = denied(error, Path(name))
            hint = "" if hint == ROOM else hint
        case OSError(strerror=str(reason)):
            message = f"{error.filename}: {reason}" if error.filename else reason
            hint = ""
        case MemoryError():
            message, hint = "out of memory", MORE_MEMORY
        case ImportError() | RuntimeError() if _is_memory(error):
            message, hint = "out of memory", MORE_MEMORY
        case _:
            message = f"this should not happen: {type(error).__name__}: {error}"
            hint = "the same command with --debug shows where"
    return [f"{program}: {message}", *([f"hint: {hint}"] if hint else [])]


def _is_memory(error: BaseException | None) -> bool:
    """Whether a library could not be loaded, nor a thread started, for want of it."""
    signs = "annot allocate memory", "failed to map", "can't start new thread"
    while error:
        if any(sign in str(error) for sign in signs):
            return True
        error = error.__cause__ or error.__context__
    return False


def _debug() -> bool:
    return "--debug" in takewhile(lambda argument: argument != "--", sys.argv[1:])
