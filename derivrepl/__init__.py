"""derivrepl: type an expression, understand its derivative."""

__version__ = "0.1.0"
