"""`--json`: one strict object for each statement, all of them as the schema says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from derivrepl.formats.json_schema import schema_text
from derivrepl.formats.objects import number
from scripts.fuzzing.objects import checker, strict
from tests.conftest import ROOT, run_cli

if TYPE_CHECKING:
    from tests.conftest import Cli

Object = dict[str, Any]


def objects(text: str, *arguments: str) -> list[Object]:
    """The objects that a text gives, each held against the schema."""
    done = run_cli("--json", "-s", *arguments, stdin=text.encode("utf-8", "surrogateescape"))
    assert b"Traceback" not in done.stderr
    lines = done.stdout.decode("utf-8").splitlines()
    found = [json.loads(line, parse_constant=strict) for line in lines]
    for made in found:
        checker().validate(made)
    return found


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text()))


def test_the_option_prints_the_schema(cli: Cli) -> None:
    assert cli("--json-schema") == (schema_text().encode(), b"", 0)


def test_the_classic_is_told_in_full() -> None:
    (made,) = objects("sin(x)+x*y\n")
    assert list(made)[:7] == ["schema", "label", "line", "end_line", "kind", "input", "ok"]
    assert (made["label"], made["line"], made["kind"], made["input"]) == ("stdin", 1, "expression", "sin(x)+x*y")
    assert (made["name"], made["inputs"], made["root"], made["text"]) == ("f", ["x", "y"], 5, "sin(x) + x*y")
    assert [(d["wrt"], d["node"], d["text"], d["checked"]) for d in made["derivatives"]] == [
        (["x"], 7, "cos(x) + y", None),
        (["y"], 1, "x", None),
    ]
    assert made["nodes"] == [
        {"id": 1, "op": "input", "name": "x", "shape": []},
        {"id": 2, "op": "input", "name": "y", "shape": []},
        {"id": 3, "op": "sin", "args": [1], "d": {"x": 6}},
        {"id": 4, "op": "mul", "args": [1, 2], "d": {"x": 2, "y": 1}},
        {"id": 5, "op": "add", "args": [3, 4], "d": {"x": 7, "y": 1}},
        {"id": 6, "op": "cos", "args": [1], "part": "derivative", "of": 3, "wrt": None, "by": 1, "rule": "sin"},
        {"id": 7, "op": "add", "args": [6, 2], "part": "derivative", "of": 5, "wrt": "x", "rule": "add"},
    ]


# fmt: off
KINDS = [
    # statement            kind           some of its fields
    ("g(t) = t^2",         "definition",  {"name": "g", "params": ["t"], "text": "t^2"}),
    ("a = 1/3",            "definition",  {"name": "a", "params": None, "text": "1/3"}),
    ("b, c : positive",    "declaration", {"names": ["b", "c"], "type": "positive"}),
    ("h : function",       "declaration", {"names": ["h"], "type": "function"}),
    ("3",                  "expression",  {"root": "3", "inputs": [], "derivatives": []}),
    ("0.1*x",              "expression",  {"text": "0.1*x"}),
    ("sni(x)",             "error",       {"ok": False}),
    (":set digits",        "command",     {"command": "set"}),
    ("x^2; df/dx = 2*x",   "check",       {"claim": "df/dx", "text": "2*x", "holds": True}),
]
# fmt: on


@pytest.mark.parametrize(("text", "kind", "fields"), KINDS)
def test_each_kind_of_statement_has_its_fields(text: str, kind: str, fields: Object) -> None:
    made = objects(text + "\n")[-1]
    assert made["kind"] == kind
    assert {key: made[key] for key in fields} == fields


def test_every_statement_gives_one_object_in_order_and_blank_lines_none() -> None:
    made = objects("x\n\n# nothing\nx y\ny; z\n:grda\n\udcff\n(x\ndf/dx = 3*z\n")
    assert [(m["line"], m["kind"]) for m in made] == [
        (1, "expression"), (4, "error"), (5, "expression"), (5, "expression"), (6, "error"), (7, "error"),
        (8, "error"), (9, "error"),
    ]  # fmt: skip


def test_an_error_has_its_place_and_an_edit_that_mends_it() -> None:
    text = "(x +\n   sni(y))"
    (made,) = objects(text + "\n")
    error = made["error"]
    assert (error["code"], error["line"], error["col"], error["end_line"], error["end_col"]) == ("E201", 2, 4, 2, 7)
    assert error["hint"] == "did you mean sin?"
    lines = text.split("\n")
    (edit,) = error["fix"]
    row = lines[edit["line"] - 1]
    lines[edit["line"] - 1] = row[: edit["col"] - 1] + edit["text"] + row[edit["end_col"] - 1 :]
    assert objects("\n".join(lines) + "\n")[0]["text"] == "x + sin(y)"


def test_bytes_that_are_no_text_become_replacement_characters() -> None:
    (made,) = objects("caf\udce9\n")
    assert made["input"] == "caf\ufffd"
    assert made["error"]["col"] == 4


def test_warnings_stand_with_their_statement() -> None:
    made = objects("x*y\nxy\n")[1]
    assert [(w["code"], w["fix"][0]["text"]) for w in made["warnings"]] == [("W101", "x*y")]


# fmt: off
COMMANDS = [
    # statements                           where in data                          what stands there
    ("x^2*y\n:grad",                       ("derivatives", 1, "text"),            "x^2"),
    ("x^2\n:grad x=3",                     ("derivatives", 0, "value"),           6.0),
    ("x^2*y\n:d x y",                      ("derivatives", 0, "wrt"),             ["x", "y"]),
    ("x^2*y\n:hessian",                    ("matrix", "entries", 1, 0, "text"),   "2*x"),
    ("[x, y^2]\n:jacobian",                ("matrix", "rows"),                    ["f1", "f2"]),
    ("x^2\n:eval x=0.1",                   ("results", 0, "value"),               0.010000000000000002),
    ("x^2*y\n:vjp",                        ("results", 0, "name"),                "vjp_x"),
    ("sin(x)\n:taylor x 3",                ("definitions", 0, "text"),            "x - 1/6*x^3"),
    ("a = 2\n:vars",                       ("definitions", 0, "name"),            "a"),
    ("x^2\n:code python f",                ("code",),                             None),
    ("x^2\n:trace x=3",                    ("lines", 1),                          None),
    ("sin(x)+x*y\n:table v3",              ("nodes", 0, "id"),                    3),
    ("sin(x)+x*y\n:json",                  ("object", "derivatives", 1, "text"),  "x"),
    ("sin(x)+x*y\n:json nodes",            ("object", "nodes", 6, "op"),          "add"),
    ("x\n:plot x=0..1",                    ("lines", 0),                          "x\tf\tdf/dx"),
    ("log(x)\n:grad",                      ("notes", 0),                          "valid for x > 0"),
]
# fmt: on


@pytest.mark.parametrize(("text", "path", "value"), COMMANDS)
def test_a_command_tells_its_facts_below_data(text: str, path: tuple[str | int, ...], value: object) -> None:
    made: Any = objects(text + "\n")[-1]
    found = made["data"]
    for step in path:
        found = found[step]
    assert found == value if value is not None else found


def test_arrays_have_shapes_and_values_in_rows() -> None:
    text = (
        "A : matrix(2, 2)\nx : vector(2)\nA@x\n:eval x=[1, 2] A=[[1, 2], [3, 4]]\nsum(A@x)\n:grad x\nB : matrix\nB@x\n"
    )
    made = objects(text)
    assert made[0]["type"] == "matrix(2, 2)"
    assert [(n["op"], n["shape"]) for n in made[2]["nodes"][:3]] == [
        ("input", [2, 2]), ("input", [2]), ("matmul", [2]),
    ]  # fmt: skip
    assert (made[2]["shape"], made[2]["derivatives"][1]["shape"]) == ([2], [2, 2])
    assert made[3]["data"]["results"][0]["value"] == [5.0, 11.0]
    assert made[5]["data"]["derivatives"][0]["shape"] == [2]
    assert made[7]["shape"] == ["rows(B)"]


def test_what_is_not_finite_is_a_word() -> None:
    assert [number(float(text)) for text in ("nan", "inf", "-inf", "0.5")] == ["nan", "inf", "-inf", 0.5]
    made = objects("log(x)\n:eval x=0..1 n=2\n1/x\n:fn r\n")
    assert all(m["ok"] for m in made)
    assert objects("x^2\n:set digits 30\n:eval x=1/3\n")[-1]["data"]["results"][0]["digits"].startswith("0.1111111111")


def test_checks_are_told_for_each_derivative() -> None:
    (made,) = objects("sin(x)*y\n", "--check")
    assert [d["checked"] for d in made["derivatives"]] == ["ok", "ok"]


def test_an_expression_too_long_to_write_says_so_and_full_writes_it() -> None:
    text = " + ".join(f"sin({k}*x)" for k in range(300)) + "\n"
    made = objects(text)[-1]
    assert (made["text"], made["truncated"]) == (None, True)
    full = objects(text, "--full")[-1]
    assert full["truncated"] is False
    assert len(full["text"]) > 2_000


def test_nodes_can_be_left_out() -> None:
    for option in ("--no-nodes", "-q"):
        (made,) = objects("x^2\n", option)
        assert "nodes" not in made
        assert made["derivatives"][0]["text"] == "2*x"


def test_every_command_in_the_help_gives_objects_of_the_schema() -> None:
    from derivrepl.session.commands import COMMANDS

    lines = [line for c in COMMANDS.values() if c.examples for line in (":reset", *c.examples)]
    assert len(objects("\n".join(lines) + "\n", "--safe")) == len(lines)


def test_a_corpus_of_physics_gives_objects_of_the_schema() -> None:
    text = (ROOT / "tests" / "corpus" / "feynman.deriv").read_text("utf-8")
    made = objects(text)
    assert len(made) > 90
    assert all(m["ok"] for m in made)


def test_the_object_of_the_command_is_one_line_in_a_pipe(cli: Cli) -> None:
    done = cli("-e", "sin(x)*y", ":json")
    assert done.stdout.count(b"\n") == 1
    assert json.loads(done.stdout)["derivatives"][1]["text"] == "sin(x)"
