"""What a class at JupyterHub takes: memory, processor time, and how long a rush of logins lasts.

    python benchmarks/hub_memory.py                 # all notebooks: about ten minutes
    python benchmarks/hub_memory.py --only 02,09 --rush 4

It starts the hub of ``classroom/hub``, sits down as a learner, and measures each process: resident
memory, and the part of it that is its own and shared with nobody. It prints tables, and writes
``build/hub_memory.json``; ``classroom/hub/measured.json`` is a copy of that, on which
``classroom/SIZING.md`` and ``classroom/hub/values.yaml`` rest.
"""

import argparse
import json
import os
import platform
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import nbformat
import psutil
import requests
from jupyter_client import BlockingKernelClient

from cnnteach.classroom.course import lessons
from cnnteach.classroom.hub import CONFIG, Hub

ROOT = Path(__file__).parents[1]
MB = 1_000_000
SCOPES = ["admin:users", "admin:servers", "access:servers"]
SERVER = "jupyterhub.singleuser"
STEPS = {  # what a kernel holds after each, one after the other
    "a kernel, bare": "",
    "with NumPy and the explorers": "import cnnteach.widgets, cnnteach.figures, cnnteach.ops",
    "with TensorFlow and a network": "from cnnteach import models; models.load('lenet5_mnist')",
}


class Api:
    """A running JupyterHub: its processes, and the rights to start and to enter servers."""

    def __init__(self, hub, token, process):
        self.hub, self.process = hub, psutil.Process(process.pid)
        self._headers = {"Authorization": f"token {token}"}

    def processes(self, words):
        """Return the processes that the hub started whose command holds `words`."""
        return [each for each in self.process.children(recursive=True) if started(each, words)]

    def ask(self, method, path, **options):
        answer = requests.request(
            method, f"{self.hub.url}{path}", headers=self._headers, timeout=300, **options
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def start(self, names):
        """Start the servers of all `names` at once; return the seconds until the last is ready."""
        begun = time.monotonic()
        for name in names:
            self.ask("POST", f"/hub/api/users/{name}")
            self.ask("POST", f"/hub/api/users/{name}/server")
        ready = set()
        while not ready >= set(names):
            time.sleep(1)  # to ask is work for the hub, too
            ready = {user["name"] for user in self.ask("GET", "/hub/api/users?state=ready")}
        return time.monotonic() - begun

    @contextmanager
    def kernel(self, name, home):
        """Start a kernel on the server of `name`; give its client and its process."""
        path = f"/user/{name}/api/kernels"
        number = self.ask("POST", path, json={"name": "python3"})["id"]
        file = home / ".local" / "share" / "jupyter" / "runtime" / f"kernel-{number}.json"
        client = BlockingKernelClient(connection_file=str(file))
        client.load_connection_file()
        client.start_channels()
        wait_until_ready(client)
        yield client, self.processes(file.name)[0]
        client.stop_channels()
        self.ask("DELETE", f"{path}/{number}")


def wait_until_ready(client):
    """Wait for a kernel; on a busy machine its heart may begin to beat late."""
    for _ in range(30):
        try:
            return client.wait_for_ready(timeout=120)
        except RuntimeError:
            time.sleep(1)
    raise RuntimeError("the kernel did not start")


def started(process, words):
    try:
        return words in " ".join(process.cmdline())
    except psutil.Error:  # it has ended meanwhile
        return False


def held(process):
    """Return what a process holds now, and has used of the processor, in MB and seconds."""
    memory, used = process.memory_full_info(), process.cpu_times()
    return {
        "resident_mb": round(memory.rss / MB),
        "own_mb": round(memory.uss / MB),
        "cpu_seconds": round(used.user + used.system, 1),
    }


def peak_mb(process):
    """Return the most that a process has ever held."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return round(int(kilobytes) * 1024 / MB)


@contextmanager
def running(folder):
    """Run the hub of ``classroom/hub`` in `folder`, and give its `Api`."""
    ports = range(18800, 19800, 3)
    port = next(port for port in ports if not Hub(folder, port).taken_ports())
    hub, token = Hub(folder, port, learners=()), secrets.token_hex(16)
    config = folder / "jupyterhub_config.py"
    config.write_text(
        f"load_subconfig({str(CONFIG)!r})\n"
        f"c.JupyterHub.services.append({{'name': 'ruler', 'api_token': {token!r}}})\n"
        f"c.JupyterHub.load_roles.append("
        f"{{'name': 'ruler', 'services': ['ruler'], 'scopes': {SCOPES!r}}})\n"
    )
    command = [sys.executable, "-m", "jupyterhub", "--config", str(config)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, env={**os.environ, **hub.environment()}, stdout=log, stderr=log, cwd=folder
        )
    try:
        while "JupyterHub is now running" not in (folder / "log").read_text(errors="replace"):
            if process.poll() is not None:
                raise RuntimeError((folder / "log").read_text())
            time.sleep(0.2)
        yield Api(hub, token, process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(90)


def measure(only, rush):
    """Return all numbers."""
    with tempfile.TemporaryDirectory() as made, running(Path(made)) as api:
        folder = Path(made)
        api.start(["ada"])
        parts = {
            "the hub": held(api.process),
            "its proxy": held(api.processes("configurable-http-proxy")[0]),
            "its culler of idle servers": held(api.processes("jupyterhub_idle_culler")[0]),
            "a learner's server": held(api.processes(SERVER)[0]),
        }
        home = folder / "home" / "ada"
        size = sum(file.stat().st_size for file in home.rglob("*") if file.is_file())
        parts |= steps(api, home)
        notebooks = dict(run(api, home, path) for path in lessons() if path.name[:2] in only)
        names = [f"learner{number}" for number in range(rush)]
        before, seconds, after = held(api.process), api.start(names), held(api.process)
        servers = [held(server) for server in api.processes(SERVER)]
        return {
            "load": round(os.getloadavg()[2]),
            "date": date.today().isoformat(),
            "machine": f"{os.cpu_count()} cores, {platform.machine()}, {processor()}",
            "python": platform.python_version(),
            "parts": parts,
            "notebooks": notebooks,
            "home_mb": round(size / MB, 1),
            "rush": {
                "logins": rush,
                "seconds": round(seconds, 1),
                "hub_seconds_each": round((after["cpu_seconds"] - before["cpu_seconds"]) / rush, 2),
                "cpu_seconds_each": round(sum(s["cpu_seconds"] for s in servers) / len(servers), 1),
            },
        }


def steps(api, home):
    """Return what one kernel holds after each of `STEPS`."""
    found = {}
    with api.kernel("ada", home) as (client, process):
        for name, code in STEPS.items():
            client.execute_interactive(code, output_hook=lambda message: None, timeout=300)
            found[name] = held(process)
    return found


def complain(message):
    """Stop where a cell raises: what a notebook takes is not known then."""
    if message["msg_type"] == "error":
        raise RuntimeError("\n".join(message["content"]["traceback"]))


def run(api, home, path):
    """Run a notebook from top to bottom in a kernel of its own; return its name and numbers."""
    cells = nbformat.read(path, as_version=4).cells
    with api.kernel("ada", home) as (client, process):
        begun = time.monotonic()
        for cell in cells:
            if cell.cell_type == "code":
                client.execute_interactive(cell.source, output_hook=complain, timeout=600)
        seconds = round(time.monotonic() - begun, 1)
        found = held(process) | {"peak_mb": peak_mb(process), "seconds": seconds}
    print(f"{path.stem}: {found}", file=sys.stderr, flush=True)
    return path.stem, found


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def table(measured):
    """Return the numbers as Markdown."""
    yield f"Measured on {measured['date']}: {measured['machine']}, Python {measured['python']},"
    yield f"on a machine on which {measured['load']} programs wanted to run at once."
    yield "\n| | resident, MB | its own, MB | processor, s |\n|---|---|---|---|"
    for name, n in measured["parts"].items():
        yield f"| {name} | {n['resident_mb']} | {n['own_mb']} | {n['cpu_seconds']} |"
    yield "\n| notebook, run from top to bottom | peak, MB | processor, s |"
    yield "|---|---|---|"
    for name, n in measured["notebooks"].items():
        yield f"| `{name}` | {n['peak_mb']} | {n['cpu_seconds']} |"
    rush = measured["rush"]
    yield f"\nA login takes {rush['cpu_seconds_each']} s of processor time for the learner's server"
    yield f"and {rush['hub_seconds_each']} s of the hub, which uses one core."
    yield f"A new home folder has {measured['home_mb']} MB."


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="numbers of notebooks, such as 02,09")
    parser.add_argument("--rush", type=int, default=8, help="how many log in at once")
    words = parser.parse_args()
    all_of_them = [path.name[:2] for path in lessons()]
    measured = measure(words.only.split(",") if words.only else all_of_them, words.rush)
    output = ROOT / "build" / "hub_memory.json"
    output.parent.mkdir(exist_ok=True)
    output.write_text(json.dumps(measured, indent=1) + "\n")
    print("\n".join(table(measured)))


if __name__ == "__main__":
    main()
