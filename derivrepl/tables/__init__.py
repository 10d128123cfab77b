"""One row = one thing: operators, functions, rewrites, settings. Adding a thing is adding a row."""
