"""The program's entry: reads the command line, then runs a batch or the prompt."""

from __future__ import annotations

import os
import sys

import derivrepl

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


def main(arguments: list[str] | None = None) -> int:
    """Run the program; returns the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    from derivrepl.options import USAGE, UsageError, complain, read

    try:
        options = read(words)
    except UsageError as error:
        return complain(str(error))
    if options.help:
        return _print(USAGE)
    if options.version:
        return _print(_version(words))
    unreadable = _unreadable(options)
    if unreadable:
        return complain(unreadable)
    if _at_prompt(options):
        from derivrepl.prompt.repl import run as run_prompt

        return run_prompt(None, options)
    return _batch(options)


def _print(text: str) -> int:
    sys.stdout.write(text)
    return 0


def _version(words: list[str]) -> str:
    """One line; with -V -V also the versions of what it stands on."""
    line = f"derivrepl {derivrepl.__version__}\n"
    if words.count("-V") + words.count("--version") < 2 and "-VV" not in words:
        return line
    from importlib.metadata import PackageNotFoundError, version

    line += f"Python {sys.version.split()[0]}\n"
    for name in ("lark", "prompt_toolkit", "rich", "numpy", "mpmath", "python-flint"):
        try:
            line += f"{name} {version(name)}\n"
        except PackageNotFoundError:
            line += f"{name} not installed\n"
    return line


def _unreadable(options: Namespace) -> str:
    """What is wrong with the first file that cannot be read; nothing runs then."""
    for kind, _, path in options.sources:
        if kind == "file" and path != "-":
            try:
                with open(path, "rb"):
                    pass
            except OSError as error:
                return f"cannot read {path}: {(error.strerror or str(error)).lower()}"
    return ""


def _at_prompt(options: Namespace) -> bool:
    """Whether to open the prompt rather than read a pipe."""
    return not options.sources and sys.stdin.isatty() and sys.stdout.isatty()


def _batch(options: Namespace) -> int:
    """A batch, with the signals and streams that a pipe expects."""
    import signal

    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")  # type: ignore[union-attr]
    if not options.sources:
        if sys.stdin.isatty() and not options.silent:
            sys.stderr.write("reading from the terminal; Ctrl-D ends\n")
        options.sources = [("file", "stdin", "-")]
    from derivrepl.batch import run

    try:
        code, session = run(options)
    except KeyboardInterrupt:
        return _interrupted()
    except OSError as error:
        return _cannot_write(error)
    if options.interactive and sys.stdin.isatty():
        from derivrepl.prompt.repl import run as run_prompt

        return run_prompt(session, options)
    return code


def _interrupted() -> int:
    """Finish the output and die of the signal, as a shell expects."""
    import signal

    from derivrepl.batch import progress

    sys.stdout.flush()
    sys.stderr.write(f"interrupted at {progress.label}:{progress.line}\n")
    sys.stderr.flush()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGINT)
    return 130


def _cannot_write(error: OSError) -> int:
    """Output that failed: one message, and no second failure when Python flushes at its end."""
    sys.stderr.write(f"derivrepl: cannot write output: {(error.strerror or str(error)).lower()}\n")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return 1
