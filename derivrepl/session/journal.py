"""What statements have changed, so that it can be taken back and brought again.

The containers of a session's state are a journal's `Table`s and `Names`: they write each change down as
the call that takes it back. Such calls are changes themselves, so undoing a statement writes down how to
redo it. A failed or interrupted statement is taken back in the same way. The order of keys comes back too, and
nothing is copied as a whole unless it is emptied.
"""

from __future__ import annotations

from collections import deque

from derivrepl.errors import DerivError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from derivrepl.session.entry import Entry
    from derivrepl.session.record import Recorded
    from derivrepl.session.session import Session, Standing

    Change = tuple[Callable[..., object], Any, Any, Any]
    """A function, its container and two arguments: calling it takes a change back."""

KEPT = 10_000
"""How many statements can be undone where a person types; in a pipe as many as entries are kept."""

VIEWED = 5
"""How many of them keep the numbered table of the expression that was current before."""


END = object()
"""What stands behind the last key of a dictionary."""


def _nothing(key: Any, more: int) -> None:
    """Nobody counts."""


class Table(dict["Any", "Any"]):
    """A dictionary that writes its changes down.

    counted  is told of each key that comes (1) and goes (-1), so that nobody has to look at all of them
    """

    __slots__ = ("counted", "journal")

    def __init__(self, journal: Journal, counted: Callable[[Any, int], None] | None = None) -> None:
        super().__init__()
        self.journal = journal
        self.counted = counted or _nothing

    def __setitem__(self, key: Any, value: Any) -> None:
        if key in self:
            self.journal.log.append((Table.__setitem__, self, key, self[key]))
        else:
            self.journal.log.append((Table.pop, self, key, None))
            self.counted(key, 1)
        super().__setitem__(key, value)

    def setdefault(self, key: Any, default: Any = None) -> Any:
        """As of a dictionary."""
        if key not in self:
            self[key] = default
        return self[key]

    def pop(self, key: Any, *default: Any) -> Any:
        """As of a dictionary."""
        if key in self:
            self.journal.log.append((Table.insert, self, key, (self[key], self._following(key))))
            self.counted(key, -1)
        return super().pop(key, *default)

    def popitem(self) -> tuple[Any, Any]:
        """As of a dictionary."""
        key = next(reversed(self))
        return key, self.pop(key)

    def __delitem__(self, key: Any) -> None:
        if key not in self:
            raise KeyError(key)
        self.pop(key)

    def clear(self) -> None:
        """As of a dictionary."""
        if self:
            self.journal.log.append((Table.restore, self, dict(self), None))
            for key in self:
                self.counted(key, -1)
            super().clear()

    def update(self, *others: Any, **named: Any) -> None:
        """As of a dictionary."""
        for key, value in dict(*others, **named).items():
            self[key] = value

    def insert(self, key: Any, held: tuple[Any, Any]) -> None:
        """Put a new key with its value before another key, or behind all."""
        value, following = held
        self.journal.log.append((Table.pop, self, key, None))
        self.counted(key, 1)
        tail: list[tuple[Any, Any]] = []
        while following is not END and (not tail or tail[-1][0] != following):
            tail.append(super().popitem())
        super().__setitem__(key, value)
        super().update(reversed(tail))

    def restore(self, copy: dict[Any, Any], _: None) -> None:
        """Hold what the copy holds; the table is empty."""
        self.journal.log.append((Table.empty, self, None, None))
        for key in copy:
            self.counted(key, 1)
        super().update(copy)

    def empty(self, _: None, __: None) -> None:
        """Hold nothing."""
        self.clear()

    def _following(self, key: Any) -> Any:
        """The key behind a key, sought from both ends."""
        forward, after = iter(self), END
        for front, back in zip(forward, reversed(self)):
            if front == key:
                return next(forward, END)
            if back == key:
                return after
            after = back
        return END


class Names(set["str"]):
    """A set of names that writes its changes down."""

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self.journal = journal

    def add(self, name: str, _: None = None) -> None:
        """As of a set."""
        if name not in self:
            self.journal.log.append((Names.discard, self, name, None))
            super().add(name)

    def discard(self, name: object, _: None = None) -> None:
        """As of a set."""
        if name in self:
            self.journal.log.append((Names.add, self, name, None))
            super().discard(name)

    def clear(self) -> None:
        """As of a set."""
        for name in sorted(self):
            self.discard(name)


class Step:
    """One statement, and what it takes to undo it.

    text      the statement
    standing  what the session held before it, apart from its containers
    mark      how long the log was before it
    place     how long the session's record was before it
    changes   the calls that take it back, in the order in which things happened
    tail      once undone: what was recorded since
    """

    __slots__ = ("changes", "mark", "place", "standing", "tail", "text")

    def __init__(self, text: str, standing: Standing, mark: int, place: int) -> None:
        self.text = text
        self.standing = standing
        self.mark = mark
        self.place = place
        self.changes: list[Change] = []
        self.tail: list[Recorded] = []


class Journal:
    """The changes of the statement at hand, and the statements that can be undone and redone.

    kept: how many of them
    """

    def __init__(self, session: Session, kept: int) -> None:
        self.session = session
        self.log: list[Change] = []
        self.containers: list[Table | Names] = []
        self.done: deque[Step] = deque(maxlen=kept)
        self.undone: list[Step] = []
        self.running: list[Step] = []
        """The statement at hand, and inside of `:load` also one of the file's."""

    def table(self, counted: Callable[[Any, int], None] | None = None) -> Table:
        """A new dictionary of the session's state; counted: is told of its keys."""
        made = Table(self, counted)
        self.containers.append(made)
        return made

    def names(self) -> Names:
        """A new set of names of the session's state."""
        made = Names(self)
        self.containers.append(made)
        return made

    def clear(self) -> None:
        """Empty every container."""
        for container in self.containers:
            container.clear()

    # A statement

    def begin(self, text: str) -> None:
        """A statement begins, perhaps inside of another."""
        session = self.session
        self.running.append(Step(text, session.standing(), len(self.log), len(session.record)))

    def settle(self) -> None:
        """No statement runs: what an interrupt left between two of these calls belongs to the next one."""
        self.running.clear()

    def take_back(self) -> None:
        """Take back what the statement at hand has changed so far."""
        step = self.running[-1]
        changes = self.log[step.mark :]
        del self.log[step.mark :]
        self._called(changes)
        self.session.stand(step.standing)
        self.session.record.cut(step.place)

    def end(self) -> bool:
        """The statement at hand is done; whether it changed the session, or what is current."""
        step = self.running.pop()
        standing = self.session.standing()
        changed = len(self.log) > step.mark or standing != step.standing
        if self.running:
            return changed
        step.changes, self.log = self.log, []
        if step.changes or standing[:-1] != step.standing[:-1]:
            self.done.append(step)
            self.undone.clear()
            old = self.done[-VIEWED].standing[-1] if len(self.done) > VIEWED else None
            if old is not None and old is not self.session.current:
                old.forget_view()
        return changed

    # Steps

    def undo(self, count: int) -> list[Step]:
        """Take back the last statements, the newest first; raises E507 where there are not so many."""
        return self._moved(count, self.done, self.undone, "undo")

    def redo(self, count: int) -> list[Step]:
        """Bring back the statements undone last; raises E507 where there are not so many."""
        return self._moved(count, self.undone, self.done, "redo")

    def _moved(
        self, count: int, source: deque[Step] | list[Step], target: deque[Step] | list[Step], verb: str
    ) -> list[Step]:
        if len(self.running) > 1:
            raise DerivError("E507", f"nothing is {verb}ne inside of a loaded file")
        if count > len(source):
            left = (
                f"only {len(source)} of {count} statements can be {verb}ne" if source else f"there is nothing to {verb}"
            )
            raise DerivError("E507", left)
        moved = [source.pop() for _ in range(count)]
        for step in moved:
            step.changes = self._called(step.changes)
            session = self.session
            standing = session.standing()
            session.stand(step.standing)
            step.standing = standing
            step.tail = session.record.cut(step.place) if source is self.done else session.record.extend(step.tail)
            target.append(step)
        self.running[-1].standing = self.session.standing()
        self.running[-1].place = len(self.session.record)
        return moved

    def _called(self, changes: list[Change]) -> list[Change]:
        """Call the changes from the last to the first; the changes that undo that."""
        kept, self.log = self.log, []
        for change, container, key, value in reversed(changes):
            change(container, key, value)
        made, self.log = self.log, kept
        if changes:
            self.session.derivatives.forget()
        return made

    # Nodes

    def entries(self) -> Iterator[Entry]:
        """The expressions that undoing or redoing would make current."""
        for step in (*self.done, *self.undone, *self.running):
            if step.standing[-1] is not None:
                yield step.standing[-1]

    def values(self, table: object) -> Iterator[Any]:
        """What undoing or redoing would put into a table."""
        for changes in self._changes():
            for change, container, key, value in changes:
                if container is table and change is Table.restore:
                    yield from key.values()
                elif container is table and change is Table.insert:
                    yield value[0]
                elif container is table:
                    yield value

    def replaced(self, table: object, new: Callable[[Any], Any]) -> None:
        """Let undoing and redoing put other values into a table."""
        for changes in self._changes():
            for k, (change, container, key, value) in enumerate(changes):
                if container is table and change is Table.restore:
                    changes[k] = (change, container, {name: new(v) for name, v in key.items()}, None)
                elif container is table and change is Table.insert:
                    changes[k] = (change, container, key, (new(value[0]), value[1]))
                elif container is table and change is Table.__setitem__:
                    changes[k] = (change, container, key, new(value))

    def _changes(self) -> list[list[Change]]:
        return [self.log, *(step.changes for step in (*self.done, *self.undone))]
