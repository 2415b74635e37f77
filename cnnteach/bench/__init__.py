"""`cnnteach bench`: the NumPy operations beside their peers, measured in one interleaved run.

A contender answers in a process of its own, because compiled libraries and NumPy in one process
fight for the same threads. `command` is what the shell calls, `schedule` the run, `worker` the
other end of each process, `contenders` the peers, `report` what is printed and written.
"""
