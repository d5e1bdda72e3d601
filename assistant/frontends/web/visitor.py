"""Tells who is asking, believing only the headers of a trusted proxy. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Final

Network = IPv4Network | IPv6Network

FORWARDED: Final = (b"forwarded", b"x-forwarded-", b"x-real-ip", b"x-scheme")
"""How the names of headers begin that only a proxy may set."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is asking.

    ``address`` is where the request started, ``user`` the name that the proxy gave, ``host`` the
    name under which the site was asked for, with its port. ``proxied`` tells whether the request
    came from a trusted proxy.
    """

    address: str
    user: str | None
    host: str
    proxied: bool

    @property
    def key(self) -> str:
        """What limits are counted by: the user if known, else the address."""
        return f"user {self.user}" if self.user else self.address


def recognise(
    peer: str, headers: Mapping[str, str], proxies: Sequence[Network], auth_header: str | None
) -> Visitor:
    """Return who is asking.

    Args:
        peer: The address at the other end of the connection.
        headers: The headers of the request, with lower-case names.
        proxies: The proxies whose headers are believed.
        auth_header: The header in which they name the user.
    """
    proxied = within(peer, proxies)
    host = headers.get("host", "")
    if not proxied:
        return Visitor(peer, None, host, proxied=False)
    user = headers.get(auth_header.lower(), "").strip() if auth_header else ""
    return Visitor(
        address=_origin(peer, headers.get("x-forwarded-for", ""), proxies),
        user=user or None,
        host=headers.get("x-forwarded-host", "").split(",")[0].strip() or host,
        proxied=True,
    )


def within(address: str, networks: Sequence[Network]) -> bool:
    """Tell whether an address lies in one of the networks; what is no address never does."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)


def known_host(host: str, allowed: Sequence[str]) -> bool:
    """Tell whether the site may be asked for under ``host``, a name with or without a port."""
    name = host.lower()
    name = name.split("]")[0].lstrip("[") if name.startswith("[") else name.rsplit(":", 1)[0]
    return name.rstrip(".") in {entry.lower() for entry in allowed}


def same_site(origin: str | None, host: str, allowed: Sequence[str]) -> bool:
    """Tell whether a page of this site sent the request, or of a site that may.

    A browser always says where a form or script was loaded; another program doesn't, and has no
    reader whose rights it could borrow.
    """
    if origin is None or origin in allowed:
        return True
    return origin.partition("://")[2].lower() == host.lower()


def _origin(peer: str, chain: str, proxies: Sequence[Network]) -> str:
    """Return the last address of the chain that is not a proxy of ours: the rest may be made up."""
    steps = [step.strip() for step in chain.split(",") if step.strip()]
    for step in reversed(steps):
        if not within(step, proxies):
            return step
    return peer
