"""JupyterLab, as the course installs it, holds back no message of a kernel."""

import subprocess
import sys

# A real Jupyter server with the extensions that are on here, a kernel, and a page's WebSocket.
SERVER = """
import asyncio, os, socket, sys
from jupyter_server.serverapp import ServerApp
from tornado.websocket import websocket_connect

async def main():
    server = ServerApp(root_dir=sys.argv[1], port=0, open_browser=False, allow_root=True)
    server.initialize([])
    kernel = await server.kernel_manager.start_kernel()
    port = next(iter(server.http_server._sockets.values())).getsockname()[1]
    token = server.identity_provider.token
    await websocket_connect(
        f"ws://localhost:{port}/api/kernels/{kernel}/channels?session_id=a&token={token}"
    )
    made = server.web_app.settings["kernel_websocket_connection_class"]
    while not made._open_sockets:
        await asyncio.sleep(0.01)
    for connection in made._open_sockets:
        used = connection.websocket_handler.ws_connection.stream.socket
        print("NODELAY", used.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), flush=True)
    await server.kernel_manager.shutdown_all(now=True)
    os._exit(0)  # JupyterLab's extensions have threads that go on for minutes

asyncio.run(main())
"""


def test_a_kernels_messages_are_sent_at_once(tmp_path):
    command = [sys.executable, "-c", SERVER, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=tmp_path)
    assert "NODELAY 1" in done.stdout.splitlines(), done.stderr
