"""Kdniao's signature: Base64 of the lower-case hexadecimal MD5 of request text and key, to the byte."""

from __future__ import annotations

import base64
import hashlib
import hmac


def sign(request_text: str, api_key: str) -> str:
    """DataSign of a RequestData text before any URL encoding: always 44 characters."""
    digest = hashlib.md5((request_text + api_key).encode(), usedforsecurity=False)  # the vendor's rule, not our choice
    return base64.b64encode(digest.hexdigest().encode()).decode("ascii")


def is_signed(request_text: str, api_key: str, signature: str) -> bool:
    """Whether the signature is right, compared in constant time."""
    return hmac.compare_digest(sign(request_text, api_key).encode(), signature.encode())
