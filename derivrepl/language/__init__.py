"""Text to nodes and nodes to text: the grammar's tables, the parser, the printers."""
