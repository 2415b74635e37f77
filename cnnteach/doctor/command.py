"""The command `cnnteach doctor`."""

import typer


def doctor():
    """Say what this machine has, and what to mend.

    Ends with 0 if the course can run, and with 1 if something must be mended first.
    """
    from cnnteach.doctor import arithmetic, backend, packages, places
    from cnnteach.doctor.finding import exit_code

    looks = (
        packages.examine,
        packages.examine_front_end,
        backend.examine,
        arithmetic.examine,
        places.examine,
    )
    findings = []
    for look in looks:
        for finding in look():
            findings.append(finding)
            typer.echo(finding)
    if exit_code(findings):
        typer.echo("\nSomething must be mended before all of the course runs: see MEND above.")
        raise typer.Exit(1)
    typer.echo("\nThe course can run here.")
