"""nbgrader under JupyterHub: where assignments go out and come back, and who is who."""

import os
from pathlib import Path

c = get_config()  # noqa: F821
c.Exchange.root = os.environ["CNNTEACH_EXCHANGE"]
c.CourseDirectory.course_id = os.environ["CNNTEACH_COURSE"]
if os.environ["CNNTEACH_ROLE"] == "teacher":
    c.CourseDirectory.root = str(Path.home() / os.environ["CNNTEACH_COURSE"])
else:  # by the name at the hub: in a trial and in a container all have one system account
    c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
