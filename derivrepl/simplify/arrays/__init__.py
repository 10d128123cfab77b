"""Shorter equal expressions of arrays: sums of contractions in a normal form, written back in matrix notation.

terms    a product of factors with indices, and when two of them are equal
reader   nodes → terms: contractions are opened, sums that vanish left out
zeros    which sums vanish
products rules of products: identities vanish, inverses cancel
own      what the user wrote stays as he wrote it
factoring arrays that several terms end in, taken out
means    sums over sizes as means, where the user writes means
weave    terms → nodes: paths of matrices become `@`, what has no matrix notation keeps its indices
spread   small arrays that are written out, element by element
islands  parts that work element by element, which the simplifier of numbers shortens
door     all of it, for one node
"""
