"""A part of the Jupyter server that sends each message of a kernel at once.

TCP holds a small message back while the one before it is not acknowledged (Nagle's algorithm, RFC
896), and what receives it may take 40 ms or more to acknowledge (RFC 1122, section 4.2.3.2). A
kernel answers an explorer in three small messages, of which the first only says that it is busy:
the numbers would wait for that time. `TCP_NODELAY` is the socket's option against it.
"""


def _jupyter_server_extension_points():
    return [{"module": __name__}]


def _load_jupyter_server_extension(server):
    """Let `server` make connections that are prompt, of whichever kind it makes."""
    kind = server.web_app.settings["kernel_websocket_connection_class"]
    server.web_app.settings["kernel_websocket_connection_class"] = prompt(kind)


def prompt(connection):
    """Return a class like `connection`, whose WebSockets hold no message back.

    Parameters
    ----------
    connection : type
        Of Jupyter Server: what joins a kernel to the WebSocket of a page.

    Returns
    -------
    type
        A subclass. Its `connect` sets ``TCP_NODELAY``, then does what `connection` does.

    Examples
    --------
    >>> from jupyter_server.services.kernels.connection.channels import (
    ...     ZMQChannelsWebsocketConnection as Channels,
    ... )
    >>> issubclass(prompt(Channels), Channels)
    True
    """

    class Prompt(connection):
        def connect(self):
            self.websocket_handler.set_nodelay(True)
            return super().connect()

    return Prompt
