"""The command line: its rows, how they are read, and the help, completions and manual that are made of them."""
