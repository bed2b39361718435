"""Telling visitors apart for a day without a cookie, and telling people from programs."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from danvan.portal.models import DailyKey

from .counters import ONLINE, local_day

BRIDGE = 2 * ONLINE  # how long after midnight the key of the day before still serves
KEY_BYTES = 32

# Programs that call themselves browsers. A telephone of the maker Cubot is none of them.
BOT = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|archiv|search|feed|fetch|preview|scan|monitor|uptime|check|probe|headless|lighthouse"
    r"|pagespeed|inspection|facebookexternalhit|googleother|mediapartners|chatgpt|perplexity|python|curl|wget|phantom",
    re.I,
)
BROWSER = re.compile(r"^(Mozilla|Opera)/\d")

_keys: dict[date, bytes] = {}


@dataclass(frozen=True)
class Look:
    """What is known of a request for a page, from the request itself or from a line of the web server's log."""

    method: str
    address: str
    agent: str
    languages: str
    purpose: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Look:
        """The look that a request is."""
        head = request.headers
        purpose = head.get("Sec-Purpose") or head.get("Purpose") or head.get("X-Moz") or ""
        return cls(
            request.method or "",
            address_of(request),
            head.get("User-Agent", ""),
            head.get("Accept-Language", ""),
            purpose,
        )

    @property
    def is_by_a_person(self) -> bool:
        """A browser with a language, that fetches the page in order to show it."""
        return (
            self.method == "GET"
            and bool(self.languages)
            and not self.purpose
            and BROWSER.match(self.agent) is not None
            and BOT.search(self.agent) is None
        )


def address_of(request: HttpRequest) -> str:
    """The address that a request came from, through as many proxies as the settings trust; "" when unknown."""
    try:
        return get_adapter(request).get_client_ip(request)
    except PermissionDenied:  # a request through a socket has none
        return ""


def network_of(address: str) -> str:
    """An IPv4 address itself; of IPv6 the /64, which is one household."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 6 and known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return address if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))


def hashes(look: Look, now: datetime) -> tuple[str, str]:
    """A visitor under the key of the day, and under that of the day before while it still serves ("" later)."""
    today = local_day(now)
    who = f"{look.address}\n{look.agent}"
    before = local_day(now - BRIDGE)
    old = None if before == today else _known_key(before)
    return _hash(key_of(today), who), _hash(old, who) if old else ""


def sender_of(request: HttpRequest, now: datetime) -> str:
    """Who sends a comment, for the limits of the day: a hash of the household's address, useless after midnight."""
    return _hash(key_of(local_day(now)), f"sender\n{network_of(address_of(request))}")


def known_hash(look: Look, at: datetime) -> str:
    """The visitor under the key of the day of ``at``, or "" when that key is gone."""
    key = _known_key(local_day(at))
    return _hash(key, f"{look.address}\n{look.agent}") if key else ""


def key_of(day: date) -> bytes:
    """The key of a day, the same in all processes; made at the day's first look."""
    if day not in _keys:
        DailyKey.objects.bulk_create([DailyKey(day=day, key=secrets.token_bytes(KEY_BYTES))], ignore_conflicts=True)
        _keys[day] = bytes(DailyKey.objects.get(day=day).key)
    for old in [known for known in _keys if known < day - timedelta(days=1)]:
        _keys.pop(old, None)
    return _keys[day]


def drop_old_keys(now: datetime) -> None:
    """Delete the keys of days that are over: after this nobody can tell who looked."""
    oldest = local_day(now - BRIDGE)
    DailyKey.objects.filter(day__lt=oldest).delete()
    for day in [known for known in _keys if known < oldest]:
        _keys.pop(day, None)


def _known_key(day: date) -> bytes | None:
    if day not in _keys:
        row = DailyKey.objects.filter(day=day).first()
        if row is None:
            return None
        _keys[day] = bytes(row.key)
    return _keys[day]


def _hash(key: bytes, who: str) -> str:
    digest = hmac.new(key, who.encode("utf-8", "replace"), hashlib.sha256).digest()[:16]
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")
