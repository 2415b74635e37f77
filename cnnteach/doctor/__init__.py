"""Look at a machine, and say in plain sentences whether the course can run on it.

>>> from cnnteach.doctor.finding import exit_code, note, wrong
>>> exit_code([note("there is no graphics card")]), exit_code([wrong("NumPy is missing", "...")])
(0, 1)
"""
