"""No test opens a connection to another machine: sockets reach this machine only."""

from __future__ import annotations

import ipaddress
import socket

import pytest


class ReachedOut(AssertionError):
    """Something tried to connect to another machine."""


def is_here(address: object) -> bool:
    """Whether a socket address names this machine: a file, a loopback address, ``localhost``."""
    if isinstance(address, str | bytes):
        return True
    host = str(address[0]).split("%")[0]
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _guarded(call):
    def guarded(self, address, *arguments):
        if not is_here(address):
            raise ReachedOut(f"a connection to {address!r} was tried")
        return call(self, address, *arguments)

    return guarded


@pytest.fixture(autouse=True, scope="session")
def _no_connection_leaves_this_machine():
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        real = socket.getaddrinfo

        def lookup(host, *arguments, **options):
            if host is not None and not is_here((host.decode() if isinstance(host, bytes) else host,)):
                raise ReachedOut(f"the address of {host!r} was asked for")
            return real(host, *arguments, **options)

        patch.setattr(socket, "getaddrinfo", lookup)
        yield
