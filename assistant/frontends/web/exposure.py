"""Refuses to open the site to others without a sign-in, and says what else is not right. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address

from assistant.settings import Settings
from corpus.problem import Problem


def check(settings: Settings, today: date | None = None) -> tuple[Problem, ...]:
    """Return what the administrator should know before the site is served.

    Raises:
        Problem: Others could reach it, and nobody would have to sign in, or it is not known under
            which name they will ask for it.
    """
    if not is_local(settings.host):
        _guarded(settings)
    return _expiry(settings, today or datetime.now(UTC).date())


def is_local(host: str) -> bool:
    """Tell whether only this machine itself can reach an address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _guarded(settings: Settings) -> None:
    if settings.auth_header is None:
        raise Problem(
            nl=f"Op {settings.host} kan iedereen in het netwerk bij Bricoleur, zonder aan te "
            "melden. Zet er een proxy voor die mensen aanmeldt, en noem de header met de "
            "gebruiker in BRICOLEUR_AUTH_HEADER en het adres van de proxy in "
            "BRICOLEUR_TRUSTED_PROXIES. Alleen voor jezelf? Laat --host weg.",
            en=f"On {settings.host} everyone in the network can reach Bricoleur without signing "
            "in. Put a proxy in front that signs people in, and name the header with the user in "
            "BRICOLEUR_AUTH_HEADER and the proxy's address in BRICOLEUR_TRUSTED_PROXIES. Only "
            "for yourself? Leave out --host.",
        )
    if not settings.allowed_hosts:
        raise Problem(
            nl="Onder welke naam vragen lezers deze site op? Noem die in BRICOLEUR_ALLOWED_HOSTS, "
            "bijvoorbeeld tips.gemeente.example.",
            en="Under which name do readers ask for this site? Put it in BRICOLEUR_ALLOWED_HOSTS, "
            "for example tips.gemeente.example.",
        )


def _expiry(settings: Settings, today: date) -> tuple[Problem, ...]:
    """Warn of a security.txt that is, or soon will be, out of date."""
    end = settings.security_expires
    if settings.security_contact is None or (end and end > today + timedelta(days=30)):
        return ()
    until = end.isoformat() if end else "-"
    return (
        Problem(
            nl=f"security.txt is geldig tot {until}. Zet in BRICOLEUR_SECURITY_EXPIRES een dag "
            "die binnen een jaar ligt.",
            en=f"security.txt is valid until {until}. Put a day in BRICOLEUR_SECURITY_EXPIRES "
            "that is less than a year away.",
        ),
    )
