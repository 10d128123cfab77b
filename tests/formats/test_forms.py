"""The other forms of batch output: tables for programs, straight-line programs, the prompt's layout in a file."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from derivrepl.tables.formats import FORMATS

if TYPE_CHECKING:
    from tests.conftest import Cli

TEXT = b"sin(x)+2*x*y\ng(t) = t^2\n3*z\n:hessian\n"


def test_tsv_has_a_row_for_each_node_and_each_result(cli: Cli) -> None:
    done = cli("--format", "tsv", stdin=TEXT)
    assert (done.stderr, done.code) == (b"", 0)
    lines = [line for line in done.stdout.decode().splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(io.StringIO("\n".join(lines[:13])), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert [row["node"] for row in rows] == [f"v{k}" for k in range(1, 10)] + ["f", "df/dx", "df/dy"]
    assert rows[4] == {
        "label": "stdin", "line": "1", "node": "v5", "op": "mul", "args": "v4 v2", "expr": "2*x*y", "dx": "v8",
        "dy": "v4", "rule": "",
    }  # fmt: skip
    assert (rows[8]["args"], rows[8]["rule"]) == ("v7 v8", "dv6/dx, sum rule")
    assert (rows[10]["op"], rows[10]["args"], rows[10]["expr"]) == ("=", "v9", "cos(x) + 2*y")


def test_tsv_names_its_columns_again_when_they_change(cli: Cli) -> None:
    lines = cli("--format", "tsv", stdin=b"x\nx^2\ny\n").stdout.decode().splitlines()
    assert [line.split("\t")[6] for line in lines if line.startswith("label")] == ["dx", "dy"]


def test_tsv_tells_what_is_no_table_behind_a_sign(cli: Cli) -> None:
    assert cli("--format", "tsv", stdin=b"g(t) = t^2\n").stdout == b"# g(t) = t^2\n"


def test_a_program_is_its_rows_and_names_its_results(cli: Cli) -> None:
    assert cli("--format", "program", stdin=b"sin(x)+2*x*y\n3*z\n").stdout.decode() == (
        "v1 = x\nv2 = y\nv3 = sin(v1)\nv4 = 2*v1  # df/dy\nv5 = v4*v2\nv6 = v3 + v5  # f\nv7 = cos(v1)\nv8 = 2*v2\n"
        "v9 = v7 + v8  # df/dx\n\nv1 = z\nv2 = 3*v1  # f\n# df/dz = 3\n\n"
    )


def test_a_program_typed_back_is_the_same_function(cli: Cli) -> None:
    program = cli("--format", "program", stdin=b"sin(x)+2*x*y\n").stdout
    done = cli("-q", stdin=program + b"v6\ndf/dx = v9\ndf/dy = v4\ndf/dx = v4\n")
    assert (done.stdout.count(b"# ok"), done.stderr.count(b"E601")) == (2, 1)


def test_a_table_in_a_file_is_the_prompts_in_ascii_and_80_columns(cli: Cli) -> None:
    done = cli("--format", "table", "-e", "sin(x) + x*y")
    assert done.stdout.decode().splitlines() == [
        "",
        "  node  operation  expression    d/dx  d/dy  rule",
        "  v1    input      x             1     0",
        "  v2    input      y             0     1",
        "  v3    sin v1     sin(x)        v6    0",
        "  v4    v1*v2      x*y           v2    v1",
        "  v5    v3 + v4    sin(x) + x*y  v7    v1",
        "  - derivative nodes -",
        "  v6    cos v1     cos(x)                    dv3/dv1, sin rule",
        "  v7    v6 + v2    cos(x) + y                dv5/dx, sum rule",
        "",
        "  f     = sin(x) + x*y   v5",
        "  df/dx = cos(x) + y     v7",
        "  df/dy = x              v1",
        "",
    ]


def test_a_table_is_as_wide_as_asked_and_never_cut(cli: Cli) -> None:
    text = ("+".join(f"sin({k}*x)" for k in range(1, 41)) + "\n").encode()
    for width in ("40", "200"):
        lines = cli("--format", "table", "--width", width, "--unicode", stdin=text).stdout.decode().splitlines()
        assert max(map(len, lines)) <= int(width)
        assert not any(line.startswith("  ⋮") for line in lines)
        assert any("∂" in line for line in lines)


@pytest.mark.parametrize(("width", "told"), [
    ("24", "  not shown: 4 columns"),
    ("40", "  not shown: d/dx1 d/dx2 rule"),
    ("50", "  not shown: rule (terminal is 50 columns wide)"),
])  # fmt: skip
def test_what_does_not_fit_a_table_is_told_as_far_as_it_fits(cli: Cli, width: str, told: str) -> None:
    done = cli("--format", "table", "--width", width, "-e", "log(x1)+x1*x2-sin(x2)")
    assert [line for line in done.stdout.decode().splitlines() if "not shown" in line] == [told]


def test_a_file_gets_colours_only_where_asked(cli: Cli) -> None:
    def coloured(*arguments: str, **env: str) -> bool:
        return b"\x1b[" in cli(*arguments, "-e", "x^2", env=env).stdout

    assert not coloured("--format", "table")
    assert coloured("--format", "table", "--color", "always")
    assert coloured("--format", "table", FORCE_COLOR="1")
    assert not coloured("--format", "table", "--color", "never", FORCE_COLOR="1")
    assert not coloured("--format", "table", FORCE_COLOR="1", NO_COLOR="1")
    assert not coloured(FORCE_COLOR="1")


@pytest.mark.parametrize("name", FORMATS)
def test_every_form_answers_every_kind_of_statement_and_keeps_the_exit_code(cli: Cli, name: str) -> None:
    text = (
        TEXT + b"sni(x)\nx^2; df/dx = 2*x\na : positive\n[x, y]\n:jacobian\n:eval x=1 y=2\nx\n:code c\n:trace\n:vars\n"
    )
    done = cli("--format", name, stdin=text)
    assert done.code == 1
    assert done.stderr.count(b" error: ") == 1
    assert b"Traceback" not in done.stderr
    assert done.stdout


@pytest.mark.parametrize("name", FORMATS)
def test_every_form_is_the_same_bytes_for_every_hash_seed(cli: Cli, name: str) -> None:
    first, *others = (cli("--format", name, stdin=TEXT, env={"PYTHONHASHSEED": seed}).stdout for seed in "012")
    assert others == [first, first]
