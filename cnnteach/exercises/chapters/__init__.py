"""The exercises themselves, one idea a file; `cnnteach.exercises.registry` gives their order."""
