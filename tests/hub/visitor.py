"""Somebody who visits JupyterHub: a browser without a screen, with its cookies."""

import json
from urllib.parse import urljoin
from uuid import uuid4

import requests
import websocket

PATIENCE = 240  # seconds


class Visitor:
    """A person who is logged in.

    Attributes
    ----------
    name : str
    base : str
        The address of this person's own server.
    """

    def __init__(self, hub, name, password):
        self.hub, self.name = hub, name
        self.base = f"{hub.url}/user/{name}/"
        self._session = requests.Session()
        self._session.get(f"{hub.url}/hub/login")
        self.answer = self._session.post(
            f"{hub.url}/hub/login",
            data={"username": name, "password": password, "_xsrf": self._token("/hub/")},
            allow_redirects=False,
        )

    @property
    def is_in(self) -> bool:
        """Whether the hub took the name and the password."""
        return self.answer.status_code == 302

    def _token(self, path):
        return next(
            (c.value for c in self._session.cookies if c.name == "_xsrf" and c.path == path), None
        )

    def new_token(self):
        """Ask the hub for a token with this person's rights."""
        address = f"{self.hub.url}/hub/api/users/{self.name}/tokens"
        answer = self._session.post(address, headers={"X-XSRFToken": self._token("/hub/")}, json={})
        return answer.json()["token"]

    def get(self, address, **options):
        """Get a page of this person's server, or of another address, as a browser would."""
        return self._session.get(urljoin(self.base, address), **options)

    def post(self, address, **options):
        """Send a form to this person's server."""
        return self._session.post(urljoin(self.base, address), headers=self._proof, **options)

    def put(self, address, **options):
        """Save something on this person's server."""
        return self._session.put(urljoin(self.base, address), headers=self._proof, **options)

    def delete(self, address):
        """Ask this person's server to delete something."""
        return self._session.delete(urljoin(self.base, address), headers=self._proof)

    @property
    def _proof(self):
        """What shows that a request comes from a page of this server."""
        return {"X-XSRFToken": self._token(f"/user/{self.name}/") or ""}

    def start_server(self):
        """Come to one's own server, as after a login: the hub starts it, and says when it is up."""
        self._session.get(f"{self.hub.url}/hub/spawn/{self.name}")
        progress = f"{self.hub.url}/hub/api/users/{self.name}/server/progress"
        proof = {"_xsrf": self._token("/hub/")}
        with self._session.get(progress, params=proof, stream=True, timeout=PATIENCE) as told:
            lines = [line for line in told.iter_lines(decode_unicode=True) if line]
        assert json.loads(lines[-1].removeprefix("data: ")).get("ready"), lines
        answer = self._session.get(self.base + "lab")
        assert answer.ok, answer.url
        assert answer.url.startswith(self.base), answer.url
        return answer

    def kernel(self):
        """Start a kernel on this person's server, and return it, to be run and ended."""
        answer = self.post("api/kernels", json={"name": "python3"})
        assert answer.status_code == 201, answer.text
        path = f"api/kernels/{answer.json()['id']}"
        asked = requests.Request("GET", self.base + path).prepare()
        socket = websocket.create_connection(
            f"{self.base}{path}/channels".replace("http", "ws", 1),
            cookie=requests.cookies.get_cookie_header(self._session.cookies, asked),
            origin=self.hub.url,
            timeout=PATIENCE,
        )
        return Kernel(self, path, socket)


class Kernel:
    """A kernel that a person's server started, spoken to through the proxy as a page does."""

    def __init__(self, visitor, path, socket):
        self._visitor, self._path, self._socket = visitor, path, socket

    def run(self, code):
        """Run code; return what it printed, or the name of what it raised."""
        name = uuid4().hex
        header = {"msg_id": name, "session": name, "username": "", "version": "5.3"}
        request = {
            "header": header | {"msg_type": "execute_request"},
            "parent_header": {},
            "metadata": {},
            "content": {"code": code, "silent": False},
            "channel": "shell",
        }
        self._socket.send(json.dumps(request))
        said = []
        while True:
            message = json.loads(self._socket.recv())
            content = message["content"]
            if message["parent_header"].get("msg_id") != name or message["channel"] != "iopub":
                continue
            if content.get("execution_state") == "idle":
                return "".join(said).strip()
            said.append(content.get("text") or content.get("ename") or "")

    def end(self):
        self._socket.close()
        self._visitor.delete(self._path)
