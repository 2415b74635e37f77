"""A class of any size: an nbgrader course out of the exercises, graded in a sandbox.

``cnnteach classroom new course`` makes the course; `cnnteach.classroom.command` lists the steps
after it. Only a teacher's machine needs the extra `classroom`; students need the course alone.
"""
