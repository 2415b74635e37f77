"""What lives where there is no NumPy, such as in a browser's Python without a network."""

import subprocess
import sys

WITHOUT = """
import sys

class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"numpy", "scipy", "matplotlib", "PIL"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Nothing())
"""
SHOW = """
import cnnteach.shapes
from cnnteach import widgets

for name in ("GraphExplorer", "NetworkDesigner"):
    data, _ = getattr(widgets, name)()._repr_mimebundle_()
    assert "srcdoc" in data["text/html"] and "image/png" not in data
    assert data["text/plain"].startswith(name)
print(cnnteach.shapes.output_size(227, kernel=11, stride=4))
"""


def run(program):
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)


def test_sizes_and_two_explorers_need_no_numpy():
    done = run(WITHOUT + SHOW)
    assert done.stdout == "55\n", done.stderr


def test_another_explorer_says_what_it_misses():
    done = run(WITHOUT + "from cnnteach import widgets\nwidgets.ConvExplorer")
    assert "No module named 'numpy'" in done.stderr
