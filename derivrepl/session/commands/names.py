"""Commands about names: `:vars`, `:undef`, `:inputs`, `:define`, `:reset`."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.language.suggest import Misspelt
from derivrepl.session.answer import Block, Equation, Lines
from derivrepl.session.commands.registry import command
from derivrepl.session.points import told
from derivrepl.session.rules import Ruled
from derivrepl.shapes import declared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Rest
    from derivrepl.session.session import Session


@command("vars", "ls", "who", examples=("a = 3*b", ":vars"))
def show_names(session: Session) -> list[Block]:
    """Inputs, definitions and declarations so far."""
    scope = session.scope
    blocks: list[Block] = []
    words = [f"{name}={told(session.point[name])}" if name in session.point else name for name in scope.inputs]
    if words:
        blocks.append(Lines(["inputs " + " ".join(words)], comment=True))
    for definition in scope.definitions.values():
        if isinstance(definition, Ruled):
            blocks.append(Lines(definition.statements()))
            continue
        params = "" if definition.params is None else f"({', '.join(definition.params)})"
        blocks.append(Equation(definition.name + params, definition.node))
    blocks += [Lines([f"{name} : function"]) for name in sorted(scope.abstract)]
    blocks += [Lines([f"{name} : {declared(*kind)}"]) for name, kind in scope.arrays.items()]
    for kind, names in session.assumptions.items():
        if names:
            blocks.append(Lines([f"{', '.join(sorted(names))} : {kind}"]))
    if session.current is not None and session.current.number:
        current = session.current
        blocks.append(Lines([f"current {current.name} is entry {current.number}"], comment=True))
    return blocks or [Lines(["nothing is defined yet"], comment=True)]


@command("undef", usage="NAME …", examples=("a = 3*b", ":undef a"))
def undef(session: Session, words: Rest) -> list[Block]:
    """Forget definitions, declarations or inputs."""
    scope = session.scope
    tables: list[dict[str, object] | set[str]] = [scope.definitions, scope.abstract, scope.arrays, scope.inputs]  # type: ignore[list-item]
    known = [name for table in tables for name in table]
    if not words:
        raise DerivError("E502", ":undef needs a name", hint="usage: :undef NAME …")
    for name in words:
        if name not in known:
            raise Misspelt("E204", f"{name} is not defined", name, known)
    for name in words:
        scope.definitions.pop(name, None)
        scope.arrays.pop(name, None)
        scope.inputs.pop(name, None)
        scope.abstract.discard(name)
        session.point.pop(name, None)
        for names in session.assumptions.values():
            names.discard(name)
    session.derivatives.forget()
    return [Lines([f"removed {' '.join(words)}"], comment=True)]


@command("inputs", usage="[x …]", examples=(":inputs x y",))
def inputs(session: Session, words: Rest) -> list[Block]:
    """List the inputs, or declare some."""
    for name in words:
        session.scope.refuse_reserved(name, "be an input")
        if name in session.scope.definitions:
            raise DerivError("E205", f"{name} is a definition", hint=f":undef {name} forgets it")
    for name in words:
        session.declare(name)
    return [Lines(["inputs " + (" ".join(session.scope.inputs) or "none")], comment=True)]


@command("define", usage="NAME = EXPR | f(x) = EXPR", examples=(":define g(x) = x^2",), recorded=False)
def define(session: Session, words: Rest) -> list[Block]:
    """Define a name; the same as the statement without :define."""
    text = " ".join(words)
    if "=" not in text:
        raise DerivError("E502", ":define needs an equation", hint="usage: :define f(x) = …")
    answer = session.run(text)
    if answer.error is not None:
        answer.error.span = answer.error.fix = None
        raise answer.error
    return answer.blocks


@command("reset")
def reset(session: Session) -> list[Block]:
    """Forget everything: names, entries, point."""
    session.forget()
    return []
