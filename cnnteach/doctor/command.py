"""The command `cnnteach doctor`."""

import typer


def doctor():
    """Say what this machine has, and what to mend.

    Ends with 0 if the course can run, and with 1 if something must be mended first.
    """
    from cnnteach.doctor.finding import exit_code

    findings = []
    for finding in _findings():
        findings.append(finding)
        typer.echo(finding)
    if exit_code(findings):
        typer.echo("\nSomething must be mended before all of the course runs: see MEND above.")
        raise typer.Exit(1)
    typer.echo("\nThe course can run here.")


def _findings():
    """Look at everything, and stop at nothing: a broken package is what the doctor is asked for."""
    from cnnteach.doctor import arithmetic, backend, packages, places
    from cnnteach.doctor.finding import wrong

    looks = {
        "The packages": packages.examine,
        "JupyterLab's half of the widgets": packages.examine_front_end,
        "The networks' backend": backend.examine,
        "NumPy's arithmetic": arithmetic.examine,
        "Your files' places": places.examine,
    }
    for what, look in looks.items():
        try:
            yield from look()
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            yield wrong(f"{what} could not be looked at ({reason}).", packages.INSTALL)
