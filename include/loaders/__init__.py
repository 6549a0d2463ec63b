"""A file becomes rows of `raw`: text as it came, with the file, sheet and row it came from.

Copies, never corrects, never guesses. `landing.register` takes the files of one scan; every other module
here serves it.
"""
