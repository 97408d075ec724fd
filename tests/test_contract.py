"""Each stage knows only the one before it by its product: the import contract of pyproject.toml, run with the tests."""

from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_the_import_contract_holds() -> None:
    assert lint_imports(config_filename=str(Path(__file__).parents[1] / "pyproject.toml")) == EXIT_STATUS_SUCCESS
