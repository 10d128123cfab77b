"""JSON: every answer is one strict object of the schema, whose texts and numbers read back as what they stand for."""

from __future__ import annotations

import io
import json
import math
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from random import Random
from typing import Any

import jsonschema

from derivrepl.formats.json_lines import JsonLines
from derivrepl.formats.json_schema import schema_text
from derivrepl.formats.objects import Objects
from derivrepl.language.statements import split
from derivrepl.session.answer import Answer, Result, Results
from derivrepl.session.session import Session
from scripts.fuzzing import texts
from scripts.fuzzing.driver import Driver

OPENING = ("", "", "A : matrix(2, 2)\nu : vector(2)\n", "g : function\na = 3*b\nf(x, y) = x^2*y\n")
VALUES = (":eval x=1 y=2 z=1/2", ":eval x=0 y=0 z=0", ":eval x=-1 y=1e200 z=3", ":d x 2", ":hessian", ":grad x")


def closed(schema: Any) -> Any:
    """The schema with every object holding only what is described, so that an undescribed field is noticed."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: value if key in ("allOf", "const", "enum") else closed(value) for key, value in schema.items()}
    if made.get("type") == "object":
        made.setdefault("additionalProperties", False)
    return made


@cache
def checker() -> Any:
    """What holds an object against the closed schema."""
    return jsonschema.Draft202012Validator(closed(json.loads(schema_text())))


def strict(constant: str) -> float:
    """Refuse NaN and Infinity, which no strict reader takes."""
    raise AssertionError(f"{constant} is no JSON")


def make(random: Random) -> str:
    """A few statements, often with values."""
    lines = [random.choice((texts.line(random), texts.expression(random, 3))) for _ in range(random.randint(1, 4))]
    if random.random() < 0.5:
        lines.append(random.choice(VALUES))
    return random.choice(OPENING) + "\n".join(lines)


def check(text: str) -> None:
    """Each statement gives one line of JSON that says what the answer holds; nothing else is written anywhere."""
    session = Session(keep=100, checks=len(text) % 2 == 0)
    session.files.open = False
    form = JsonLines(Objects(session.store))
    for source in split(text.split("\n")):
        out = io.StringIO()
        with redirect_stdout(out), redirect_stderr(out):
            answer = session.step(source.text, "text")
            line = form.answer(answer, "text", source)
        assert not out.getvalue(), f"stray output: {out.getvalue()[:200]!r}"
        assert line.endswith("\n")
        assert line.count("\n") == 1
        line.encode("utf-8")
        made = json.loads(line, parse_constant=strict)
        checker().validate(made)
        assert made["ok"] is (answer.error is None)
        if answer.kind == "expression" and answer.error is None:
            compare(session, answer, made)
        if answer.quit:
            return


def compare(session: Session, answer: Answer, made: dict[str, Any]) -> None:
    """What the object says of an expression is what the answer holds."""
    results = [result for block in answer.blocks if isinstance(block, Results) for result in block.results]
    own = [result for result in results if not result.by]
    told = made.get("results", [made])
    if own:
        assert len(told) == len(own)
        for fields, result in zip(told, own):
            alike(session, fields, result)
    for fields, result in zip(made.get("derivatives", []), [r for r in results if r.by], strict=True):
        assert fields["wrt"] == list(result.by)
        alike(session, fields, result)


def alike(session: Session, fields: dict[str, Any], result: Result) -> None:
    """The text reads back as the node, the value as the number."""
    store, scope = session.store, session.scope
    names = {store.name(n) for n in store.inputs([result.node])}
    if fields.get("text") is not None and not any(name in scope.definitions for name in names):
        assert session.parser.expression_node(fields["text"]) == result.node, fields["text"]
    if isinstance(result.value, float):
        found = float(fields["value"])
        assert found == result.value or (math.isnan(found) and math.isnan(result.value)), (found, result.value)


OBJECTS = Driver("objects", make, check)
