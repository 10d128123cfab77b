"""Fuzzing: seeded random input against what must always hold of the program.

A driver is a module of this folder with a `Driver`: it makes cases (texts) and checks one. A found case
is printed as short as it could be made; it belongs into the tests, beside what it broke.
"""
