"""What `cnnteach.tasks` names is there, whatever of it was imported before."""

import importlib
import pkgutil

import pytest

from cnnteach import tasks


@pytest.mark.parametrize("name", tasks.__all__)
def test_each_name_is_found_and_no_module_stands_in_its_way(name):
    for module in pkgutil.iter_modules(tasks.__path__):
        importlib.import_module(f"cnnteach.tasks.{module.name}")
    assert callable(getattr(tasks, name))


def test_other_names_are_refused_with_those_there_are():
    with pytest.raises(AttributeError, match="has no 'find_cats'; it has Faces, Guess"):
        tasks.find_cats  # noqa: B018
