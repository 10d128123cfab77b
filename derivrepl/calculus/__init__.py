"""Differentiation: one rule a row of the tables, a reverse and a forward sweep over the store, higher orders."""
