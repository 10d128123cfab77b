"""The tour: seven lines that show what the program does, each done before the next is told.

A new stop is a row here. In the texts {f} is what the current expression is called, {x} its first input.
"""

from __future__ import annotations


class Stop:
    """One stop.

    text  what to type, and what to look at
    done  what does it: a kind of statement (`expression`, `check`), or a command with its colon, one of several
    """

    __slots__ = ("done", "text")

    def __init__(self, done: str, text: str) -> None:
        self.done = done.split()
        self.text = text


TOUR = (
    Stop("expression", "Type  x^2*sin(x)  and watch the lines below it. Then press Enter."),
    Stop(":table :why", "Every different part is one node, once: v1, v2, … Type  :why v3  to see where a node belongs."),
    Stop(":grad :steps", "The derivative stands below the table. Type  :steps  to see how a person finds it."),
    Stop(":trace", "Now numbers: type  :eval {x}=2  and then  :trace  to see both sweeps at that point."),
    Stop("check :is", "Check an answer of your own: type  d{f}/d{x} = 2*{x}*cos({x})  (it is wrong: see what is said)."),
    Stop(":graph", "Type  :graph  for a picture: a rail for each value that is still needed."),
    Stop(":save", "Type  :save tour.deriv  to keep all this: a program, a record and a test in one file."),
)
THE_END = "That was the tour. :help lists the commands; F1 explains the word under the cursor."
