"""Free ports, so that test runs side by side do not meet."""

import socket


def port_find() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
