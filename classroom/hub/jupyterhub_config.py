"""JupyterHub for a class on one machine, or for a trial on the teacher's laptop.

`cnnteach classroom hub` runs it; so does `jupyterhub -f classroom/hub/jupyterhub_config.py`. Who
may come and where all is kept, cnnteach.classroom.hub says; the rest is in classroom/hub/README.md.
"""

import os
import sys

from jupyterhub.auth import LocalAuthenticator
from jupyterhub.authenticators.shared import SharedPasswordAuthenticator

from cnnteach.classroom import proxy
from cnnteach.classroom.hub import COURSE, Hub

c = get_config()  # noqa: F821
hub = Hub.from_environment()
hub.prepare()


class WithAccount(LocalAuthenticator, SharedPasswordAuthenticator):
    """The shared password, and a system account for each who comes."""


# Only this machine reaches it. A class comes through a web server with https in front of it.
c.JupyterHub.bind_url = hub.url
c.JupyterHub.hub_port = hub.port + 1
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{hub.port + 2}"
c.ConfigurableHTTPProxy.command = proxy.install()
c.ConfigurableHTTPProxy.pid_file = str(hub.private / "proxy.pid")
c.JupyterHub.db_url = f"sqlite:///{hub.private}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(hub.private / "cookie_secret")

c.JupyterHub.template_vars = {
    "announcement_login": "cnnteach: how convolutional neural networks work, by touching them"
}

# Who may come. One password for all learners is for a trial: who knows it can be any of them. A
# class takes its institution's accounts: https://jupyterhub.readthedocs.io, "Authenticators".
c.JupyterHub.authenticator_class = WithAccount if hub.accounts else SharedPasswordAuthenticator
c.SharedPasswordAuthenticator.user_password = hub.password("learner")
c.SharedPasswordAuthenticator.admin_password = hub.password("teacher")
c.Authenticator.admin_users = {hub.teacher}
c.Authenticator.allowed_users = set(hub.learners)
c.Authenticator.allow_all = not hub.learners

# Each in a home folder of their own. Without system accounts the folders separate learners from
# mistakes, not from each other: every server runs as whoever started the hub.
c.JupyterHub.spawner_class = "localprocess" if hub.accounts else "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{hub.folder}/home/{{username}}"
c.LocalAuthenticator.create_system_users = True
c.LocalAuthenticator.add_user_cmd = [
    *("useradd", "--create-home", "--base-dir", f"{hub.folder}/home"),
    *("--key", "HOME_MODE=0700", "--shell", "/bin/bash"),
]

# What a learner gets: the course in the home folder, and so much of the machine, for which
# classroom/SIZING.md has the measurements.
c.Spawner.cmd = [sys.executable, "-m", "cnnteach.classroom.seat"]
c.Spawner.args = ["--allow-root"] if os.geteuid() == 0 and not hub.accounts else []
c.Spawner.default_url = "/lab/tree/cnnteach/00_start_here.ipynb"
c.Spawner.mem_limit = "3G"
c.Spawner.cpu_limit = 2
c.Spawner.start_timeout = 180  # a whole class logs in within a minute
c.Spawner.http_timeout = 120
c.Spawner.environment = {
    "CNNTEACH_DATA": f"{hub.folder}/data",
    "CNNTEACH_EXCHANGE": f"{hub.folder}/exchange",
    "CNNTEACH_COURSE": COURSE,
    "CNNTEACH_ROLE": lambda spawner: "teacher" if spawner.user.admin else "learner",
}

# A server that nobody uses for an hour ends; what was saved stays.
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    }
]
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=3600"],
    }
]
