"""Text to nodes and nodes to text: the grammar's tables, the parser, the printers."""

from __future__ import annotations

from derivrepl.later import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.language import array_text as array_text
    from derivrepl.language import arrays as arrays
    from derivrepl.language import calls as calls
    from derivrepl.language import complaints as complaints
    from derivrepl.language import foreign as foreign
    from derivrepl.language import refusals as refusals

__getattr__ = door(__name__, "array_text", "arrays", "calls", "complaints", "foreign", "refusals")
