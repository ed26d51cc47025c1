"""A server for benchmarks: sends so many bytes to whoever asks, from a process of its own.

Run as `python -m benchmarks.sending SIZE`: it prints its port, and ends when its standard input
does. One rule: it does nothing but send, so that it costs both sides of a comparison the same.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager

__all__ = ["sending"]

_PIECE = bytes(1 << 20)


@contextmanager
def sending(size: int) -> Generator[str]:
    """Such a server on loopback, for the time of the `with`; its URL."""
    command = [sys.executable, "-m", "benchmarks.sending", str(size)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/"
        finally:
            process.stdin.close()


def _main(size: int) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=_serve, args=(listener, size), daemon=True).start()
    sys.stdin.read()
    os._exit(0)  # whatever is being sent, nobody waits for it


def _serve(listener: socket.socket, size: int) -> None:
    while True:
        client, _ = listener.accept()
        threading.Thread(target=_send, args=(client, size), daemon=True).start()


def _send(client: socket.socket, size: int) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n".encode()
    with client:
        while client.recv(65_536):  # each request comes in one piece
            client.sendall(head)
            for start in range(0, size, len(_PIECE)):
                client.sendall(_PIECE[: size - start])


if __name__ == "__main__":
    _main(int(sys.argv[1]))
