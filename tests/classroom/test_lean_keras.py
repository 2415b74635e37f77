"""Keras in the kernel that grades: without its extras, which stay there for whoever wants them."""

import subprocess
import sys

EXTRAS = {"matplotlib", "pandas", "sklearn"}


def printed(program):
    lean = "from cnnteach.classroom.lean_keras import lean_keras; lean_keras()\n"
    done = subprocess.run([sys.executable, "-c", lean + program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_keras_is_imported_without_its_extras_which_are_there_afterwards():
    program = """
import gc, sys
import keras
print(*{name.split(".")[0] for name in sys.modules}, gc.isenabled())
import pandas
print(pandas.DataFrame({"a": [1, 2]}).a.sum())
"""
    *names, collects, total = printed(program)
    assert "keras" in names
    assert not EXTRAS & set(names)
    assert (collects, total) == ("True", "3")


def test_whoever_has_imported_an_extra_keeps_it():
    program = "import pandas as mine, sys, keras; print(sys.modules['pandas'] is mine)"
    assert printed(program) == ["True"]


def test_a_network_is_built_and_computes_without_them():
    program = """
import keras, numpy as np
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, kernel_initializer="ones")])
print(model(np.ones((1, 4))).numpy().tolist(), model.count_params())
"""
    assert printed(program) == ["[[4.0,", "4.0]]", "10"]
