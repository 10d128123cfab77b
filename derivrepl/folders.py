"""Where the program keeps what outlives it, in the user's state folder, and finds what the user has set up."""

from __future__ import annotations

import os


def state_folder() -> str:
    """`$XDG_STATE_HOME/derivrepl`; `~/.local/state/derivrepl` by default."""
    return _folder("XDG_STATE_HOME", ".local", "state")


def config_folder() -> str:
    """`$XDG_CONFIG_HOME/derivrepl`; `~/.config/derivrepl` by default."""
    return _folder("XDG_CONFIG_HOME", ".config")


def _folder(variable: str, *default: str) -> str:
    base = os.environ.get(variable) or ""
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), *default)
    return os.path.join(base, "derivrepl")


def config_file() -> str:
    """The settings' path; empty for none (`DERIVREPL_CONFIG=`)."""
    chosen = os.environ.get("DERIVREPL_CONFIG")
    return os.path.join(config_folder(), "config.toml") if chosen is None else chosen


def init_file() -> str:
    """The path of the statements that run when the prompt starts."""
    return os.path.join(config_folder(), "init.deriv")


def history_file() -> str:
    """The history's path; empty for none (`DERIVREPL_HISTORY=`)."""
    chosen = os.environ.get("DERIVREPL_HISTORY")
    return os.path.join(state_folder(), "history") if chosen is None else chosen


def make_folder(path: str) -> None:
    """Make the folder of a file, for the user's eyes only; raises OSError."""
    os.makedirs(os.path.dirname(os.path.abspath(path)), mode=0o700, exist_ok=True)
