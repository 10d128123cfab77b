"""The registry of commands, filled by the decorator `command`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from derivrepl.session.answer import Block

    Run = Callable[..., list[Block] | None]


class Command:
    """One command.

    name, aliases  how it is called, without the colon
    usage          its arguments, for a person
    kinds          how its words are read, in order: names of readers in `words.READERS`
    leaves         whether it ends the session
    recorded       whether it is part of what the session is about; not for commands about the session itself
    examples       lines to try, for its help page
    """

    __slots__ = ("aliases", "examples", "help", "kinds", "leaves", "name", "recorded", "run", "text", "usage")

    def __init__(
        self, name: str, run: Run, aliases: tuple[str, ...], usage: str, examples: tuple[str, ...], leaves: bool,
        recorded: bool,
    ) -> None:  # fmt: skip
        self.name = name
        self.run = run
        self.aliases = aliases
        self.usage = usage
        self.examples = examples
        self.leaves = leaves
        self.recorded = recorded
        self.text = _unindented(run.__doc__ or "")
        self.help = self.text.split("\n")[0].rstrip(".")
        annotations = dict(run.__annotations__)
        annotations.pop("return", None)
        self.kinds = list(annotations.values())[1:]
        """Annotations are texts (`from __future__ import annotations`), the first is the session's."""

    @property
    def call(self) -> str:
        """How it is called, with its arguments: `:plot [NAME] …`."""
        return f":{self.name} {self.usage}".rstrip()


LOADED: dict[str, Command] = {}
"""The commands of the modules that are loaded, under their names; `commands.COMMANDS` has all of them."""


def command(
    name: str, *aliases: str, usage: str = "", examples: tuple[str, ...] = (), leaves: bool = False,
    recorded: bool = True,
) -> Callable[[Run], Run]:  # fmt: skip
    """Register the decorated function as the command `:name`.

    Raises ValueError at import when a parameter's annotation is no kind of word.
    """

    def register(run: Run) -> Run:
        from derivrepl.session.commands.words import READERS

        made = Command(name, run, aliases, usage, examples, leaves, recorded)
        unknown = [kind for kind in made.kinds if kind not in READERS]
        if unknown:
            raise ValueError(f":{name} reads words as {unknown[0]}, which `words.READERS` does not know")
        LOADED[name] = made
        return run

    return register


def _unindented(text: str) -> str:
    """A docstring without the margin of the code; what stands deeper in it stays deeper."""
    first, *more = text.strip().split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in more if line.strip()), default=0)
    return "\n".join([first, *(line[margin:].rstrip() for line in more)])
