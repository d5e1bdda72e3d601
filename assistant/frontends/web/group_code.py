"""The address of a session as a picture that a telephone can read."""

from __future__ import annotations

import io
from html import escape
from typing import Final

BORDER: Final = 4
"""White around the code, in its own squares, as the standard asks."""


def picture(address: str, label: str) -> str:
    """Return a QR code as SVG, dark on light whatever the colours of the page.

    Args:
        address: What it leads to.
        label: What it is, in words.
    """
    import segno

    made = segno.make(address, error="m", micro=False)
    side, _ = made.symbol_size(border=BORDER)
    stream = io.BytesIO()
    made.save(stream, kind="svg", xmldecl=False, svgns=False, border=BORDER, omitsize=True)
    drawn = stream.getvalue().decode("ascii")
    path = drawn[drawn.index("<path") : drawn.index("</svg>")]
    return (
        f'<svg class="b-qr" viewBox="0 0 {side} {side}" role="img" aria-label="{escape(label)}">'
        f'<rect width="{side}" height="{side}" fill="#fff"/>{path}</svg>'
    )
