"""`python -m cnnteach` is the command `cnnteach`."""

from cnnteach.cli import main

main()
