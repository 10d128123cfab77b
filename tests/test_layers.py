"""The house: who may import whom, who may print, and how large a function, a file and a folder may grow.

A new module goes into a folder of its layer; only a new folder or top-level module needs a row here.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "derivrepl"

# Bottom to top. A part imports itself and the layers below its own; the parts of one layer do not know
# each other, except the modules at the bottom.
LAYERS = (
    (
        "store",
        "shapes",
        "contraction",
        "indexing",
        "numbers",
        "errors",
        "operation",
        "folders",
        "replacing",
        "interrupts",
        "later",
    ),
    ("tables",),
    ("language",),
    ("calculus",),
    ("simplify", "numeric"),
    ("session",),
    ("formats", "options", "crash"),
    ("prompt", "batch", "api"),
    ("cli",),
    ("__main__",),
)
LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}
FOLDERS = {"derivrepl", "grammar", "scripts", "tests"}
FILES = {"CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml"}
MADE_BY_TOOLS = {"build", "dist"}

MAX_FUNCTION_LINES = 60
MAX_FILE_LINES = 500


def modules(folder: Path = PACKAGE) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def part_of(path: Path) -> str:
    """The folder or top-level module of the package that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def may_import(part: str, target: str) -> bool:
    return target == part or LEVEL[target] < LEVEL[part] or (target in LAYERS[0] and part in LAYERS[0])


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of all that a module imports, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute"
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def every_file() -> Iterator[Path]:
    for folder in ("derivrepl", "scripts", "tests"):
        yield from modules(ROOT / folder)


def executed_at_import(tree: ast.Module) -> list[str]:
    """What the module imports when it is imported itself: not in functions, not for the type checker."""
    return [
        module
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for _, module in imported(node)
        if not module.startswith("__future__")
    ]


def test_imports_go_downward() -> None:
    wrong = []
    for path in modules():
        part = part_of(path)
        if part == "__init__":
            continue
        for line, module in imported(parse(path)):
            package, _, rest = module.partition(".")
            target = rest.partition(".")[0]
            if package == "derivrepl" and target not in ("", "__version__") and not may_import(part, target):
                wrong.append(f"{name(path)}:{line}: {part} may not import {module}")
    assert not wrong, "\n".join(wrong)


def test_the_sign_of_what_is_left_out_is_chosen_in_one_place() -> None:
    wrong = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Constant) and node.value in ("…", "...")
    ]
    assert sorted({place.partition(":")[0] for place in wrong}) == [
        "derivrepl/errors.py", "derivrepl/formats/charset.py", "derivrepl/language/text.py",
    ]  # fmt: skip


def test_the_package_itself_imports_nothing() -> None:
    assert executed_at_import(parse(PACKAGE / "__init__.py")) == [], "the version is a constant"


def test_only_formats_and_above_know_the_terminal() -> None:
    wrong = []
    for path in modules():
        if LEVEL.get(part_of(path), 0) >= LEVEL["formats"]:
            continue
        tree = parse(path)
        found = [(line, f"imports {module}") for line, module in imported(tree) if terminal(module)]
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id in ("print", "input"):
                found.append((node.lineno, node.id))
            if isinstance(node, ast.Attribute) and node.attr in ("stdout", "stderr", "stdin"):
                found.append((node.lineno, node.attr))
        wrong += [f"{name(path)}:{line}: {what}" for line, what in found]
    assert not wrong, "\n".join(wrong)


def terminal(module: str) -> bool:
    return module.split(".")[0] in ("rich", "prompt_toolkit", "curses") or module in (
        "sys.stdout",
        "sys.stderr",
        "sys.stdin",
    )


def test_every_file_says_why_it_exists() -> None:
    assert [name(path) for path in every_file() if not ast.get_docstring(parse(path))] == []


def test_no_file_is_too_long() -> None:
    lines = {name(path): len(path.read_text("utf-8").splitlines()) for path in every_file()}
    assert {path: count for path, count in lines.items() if count > MAX_FILE_LINES} == {}


def test_no_function_is_too_long() -> None:
    wrong = []
    for path in every_file():
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MAX_FUNCTION_LINES:
                    wrong.append(f"{name(path)}:{node.lineno}: {node.name} has {lines} lines")
    assert not wrong, "\n".join(wrong)


def test_the_package_holds_its_layers_and_nothing_else() -> None:
    found = {part_of(path) for path in modules()}
    assert found <= LEVEL.keys() | {"__init__"}


def test_every_folder_of_the_package_is_a_package() -> None:
    assert [name(path) for path in modules() if not (path.parent / "__init__.py").exists()] == []


def test_the_top_level_holds_only_what_is_listed() -> None:
    visible = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert visible <= FOLDERS | FILES | MADE_BY_TOOLS
