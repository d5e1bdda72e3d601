"""Prints HTML to tagged PDF (PDF/UA), with our own letters and nothing from outside."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from typing import Any, Final

from corpus.problem import Problem

ASSETS: Final = files("assistant.course.export")
OURS: Final = {
    **{
        f"{letters}-{weight}-normal.ttf": ("fonts", "font/ttf")
        for letters in ("latin", "latin-ext")
        for weight in (400, 700)
    },
    "cut.svg": ("static", "image/svg+xml"),
}
"""All that a page may ask for: the folder it is in, and what it is."""
INSTALL: Final = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def print_pdf(html: str, *sheets: str) -> bytes:
    """Return HTML as an accessible PDF; the same HTML gives the same bytes.

    Args:
        html: The page. All that it may ask for are our own letters and pictures inside it.
        sheets: The names of style sheets in ``static``.

    Raises:
        Problem: A library of the system that lays out text is missing.
    """
    weasyprint = _library()
    styles = "".join((ASSETS / "static" / sheet).read_text("utf-8") for sheet in sheets)
    page = weasyprint.HTML(
        string=html.replace("</head>", f"<style>{styles}</style></head>", 1),
        url_fetcher=_only_ours(),
    )
    identifier = hashlib.sha256((html + styles).encode()).hexdigest()[:32].encode()
    printed: bytes = page.write_pdf(
        pdf_variant="pdf/ua-1", pdf_identifier=identifier, finisher=_say_scopes
    )
    return printed


def _library() -> Any:
    try:
        import weasyprint
    except OSError as error:
        raise Problem(
            nl="Voor pdf's mist dit systeem een bibliotheek die tekst opmaakt. Installeer Pango "
            f"(op Debian: {INSTALL}) of kies een ander formaat.",
            en="For PDFs this system lacks a library that lays out text. Install Pango (on "
            f"Debian: {INSTALL}) or choose another format.",
        ) from error
    return weasyprint


def _only_ours() -> Any:
    """Return what fetches the letters and the pictures inside a page, and refuses all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Ours(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:image/svg+xml;base64,"):
                return super().fetch(url, headers)
            scheme, _, name = url.partition(":")
            if scheme != "course" or name not in OURS:
                raise ValueError(f"not fetched: {url}")
            folder, kind = OURS[name]
            data = (ASSETS / folder / name).read_bytes()
            return URLFetcherResponse(url, data, {"Content-Type": kind})

    return Ours(allowed_protocols=("data", "course"))


def _say_scopes(_document: Any, pdf: Any) -> None:
    """Say of each header cell whether it names its column or its row.

    The library ties the cells to their headers; this says it the other way round too.
    """
    elements: dict[bytes, Any] = {
        item.reference: item for item in pdf.objects if hasattr(item, "keys")
    }
    for element in elements.values():
        if element.get("S") == "/TH":
            row = elements[element["P"]]
            head = elements[row["P"]].get("S") == "/THead"
            element["A"]["Scope"] = "/Column" if head else "/Row"
