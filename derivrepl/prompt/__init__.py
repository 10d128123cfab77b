"""The prompt: a line editor with highlighting, completion and derivatives while typing."""
