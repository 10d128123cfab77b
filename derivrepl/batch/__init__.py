"""Statements from files, a pipe or `-e`: read one, run it, print it, go on."""
