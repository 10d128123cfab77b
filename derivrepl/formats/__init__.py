"""Outputs: each module lays out a session's answers for one kind of reader."""
