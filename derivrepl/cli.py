"""The program's entry: reads the command line, then prints, runs a batch or opens the prompt."""

from __future__ import annotations

import gc
import os
import sys

import derivrepl

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

SELDOM = 100_000
"""Objects made before the garbage collector looks for cycles: there are few, and loading the program makes none."""


def main(arguments: list[str] | None = None) -> int:
    """Run the program; returns the exit code."""
    if arguments is not None:
        return _run(arguments)
    gc.set_threshold(SELDOM)
    _die_quietly_while_loading()
    code = _run(sys.argv[1:])
    gc.freeze()  # the interpreter's last look at everything that is still there would take longer than a short run
    return code


def _run(words: list[str]) -> int:
    """Do what the words of the command line say; returns the exit code."""
    from derivrepl.options.read import UsageError, complain, read

    try:
        options = read(words)
    except UsageError as error:
        return complain(str(error))
    if sys.stdout is None:
        return complain("cannot write output: stdout is closed") and 1
    told = _told(options)
    if told:
        return _print(told)
    unusable = _unusable(options)
    if unusable:
        return complain(unusable)
    if _at_prompt(options):
        from signal import SIGINT, default_int_handler, signal

        from derivrepl.prompt.repl import run as run_prompt

        signal(SIGINT, default_int_handler)
        return run_prompt(None, options)
    return _batch(options)


def _die_quietly_while_loading() -> None:
    """Ctrl-C before anything has begun ends the process as it does any other, without a traceback."""
    from signal import SIG_DFL, SIGINT, default_int_handler, getsignal, signal

    if getsignal(SIGINT) is default_int_handler:
        signal(SIGINT, SIG_DFL)


def _print(text: str) -> int:
    _pipe_streams()
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        return _cannot_write(error)
    return 0


def _told(options: Namespace) -> str:
    """The text that an option asks for instead of a run; empty for none."""
    if options.help:
        from derivrepl.options.usage import usage

        return usage()
    if options.version:
        return _version(details=options.version > 1)
    if options.man:
        from derivrepl.options.manual import manual

        return manual()
    if options.completions:
        from derivrepl.options.completions import script

        return script(options.completions)
    if options.json_schema:
        from derivrepl.formats.json_schema import schema_text

        return schema_text()
    return ""


def _version(details: bool) -> str:
    """One line, which tells a compiled program from one in pure Python; on demand also what it stands on."""
    from derivrepl import numbers

    compiled = not numbers.__file__.endswith(".py")
    line = f"derivrepl {derivrepl.__version__}{' (compiled)' if compiled else ''}\n"
    if not details:
        return line
    from importlib.metadata import PackageNotFoundError, version

    line += f"Python {sys.version.split()[0]}{'' if compiled else ', nothing compiled'}\n"
    for name in ("lark", "prompt_toolkit", "rich", "numpy", "mpmath", "python-flint"):
        try:
            line += f"{name} {version(name)}\n"
        except PackageNotFoundError:
            line += f"{name} not installed\n"
    return line


def _unusable(options: Namespace) -> str:
    """What keeps the run from starting: a file that cannot be read, an option that this system does not have."""
    for kind, _, path in options.sources:
        if kind == "file" and path != "-":
            try:
                if os.path.isfile(path) or not os.path.exists(path) or os.path.isdir(path):
                    open(path, "rb").close()  # not a named pipe: whoever writes into it would see it closed
            except OSError as error:
                return f"cannot read {path}: {(error.strerror or str(error)).lower()}"
    reads_stdin = not options.sources or any(path == "-" for _, _, path in options.sources)
    if reads_stdin and sys.stdin is None:
        return "cannot read stdin: it is closed"
    if options.timeout is not None:
        from derivrepl.batch.limits import available

        if not available():
            return "--timeout needs alarms, which this system does not have"
    return ""


def _at_prompt(options: Namespace) -> bool:
    """Whether to open the prompt rather than read a pipe."""
    return not options.sources and not options.format and sys.stdin.isatty() and sys.stdout.isatty()


def _pipe_streams() -> None:
    """The same bytes everywhere: UTF-8, and line ends of one byte; a closed stderr is nowhere."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")  # type: ignore[union-attr]


def _batch(options: Namespace) -> int:
    """A batch, with the signals and streams that a pipe expects."""
    from derivrepl.batch.signals import die, prepare, restore

    try:
        prepare()
        _pipe_streams()
        if not options.sources:
            if sys.stdin.isatty() and not options.silent and sys.stderr is not None:
                sys.stderr.write("reading from the terminal; Ctrl-D ends\n")
            options.sources = [("file", "stdin", "-")]
        from derivrepl.batch.run import run

        code, session = run(options)
    except KeyboardInterrupt as interrupt:
        return die(interrupt, options.silent)
    except OSError as error:
        return _cannot_write(error)
    if options.interactive and sys.stdin is not None and sys.stdin.isatty():
        from derivrepl.prompt.repl import run as run_prompt

        restore()
        session.fills_columns = True
        return run_prompt(session, options)
    return code


def _cannot_write(error: OSError) -> int:
    """Output that failed: one message, and no second failure when Python flushes at its end."""
    if sys.stderr is not None:
        where = f" {error.filename}" if error.filename else " output"
        sys.stderr.write(f"derivrepl: cannot write{where}: {(error.strerror or str(error)).lower()}\n")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return 1
