"""Encrypts what is stored of Slack: messages for as long as they are needed, and tokens."""

from __future__ import annotations

import base64
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PURPOSE: Final = b"bricoleur slack"


class Vault:
    """Encrypts and decrypts text with a key that is made from a secret.

    Args:
        secret: What can't be guessed; stands in the environment, never in the database.
    """

    def __init__(self, secret: str) -> None:
        made = HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
        self._fernet = Fernet(base64.urlsafe_b64encode(made))

    def seal(self, text: str) -> str:
        """Return ``text`` encrypted; halves of characters become question marks."""
        return self._fernet.encrypt(text.encode("utf-8", "replace")).decode("ascii")

    def open(self, sealed: str) -> str | None:
        """Return the text again, or None if it was sealed with another secret or tampered with."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode("utf-8")
        except InvalidToken:
            return None
