"""The pictures of the README, made by driving the real program in a pseudo-terminal.

    python -m scripts.pictures

draws them anew; a test holds them equal to what the program shows.
"""
