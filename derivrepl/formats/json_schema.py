"""The JSON Schema of `--json`, a file beside this module."""

from __future__ import annotations

import os


def schema_text() -> str:
    """The schema as it is printed; raises OSError when the file is missing from the installation."""
    with open(os.path.join(os.path.dirname(__file__), "schema.json"), encoding="utf-8") as file:
        return file.read()
