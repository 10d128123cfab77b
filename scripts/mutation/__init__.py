"""Mutation testing: a fault is put into a copy of the package, and the tests of that module must fail.

The survivors that were looked at and found to be no fault are listed in `survivors.txt`, with the reason.
"""
