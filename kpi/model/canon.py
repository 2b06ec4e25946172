"""One value, one text, one hash: canonical JSON and SHA-256, the only ones in the house."""

import hashlib
import json
from typing import Any


def text(value: Any) -> str:
    """Canonical JSON: keys sorted, no spaces, UTF-8, no NaN (raises ValueError)."""
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def digest(value: Any) -> str:
    """SHA-256 (64 hex digits) of the canonical JSON of `value`."""
    return sha256(text(value).encode())


def sha256(data: bytes) -> str:
    """SHA-256 of bytes, 64 hex digits."""
    return hashlib.sha256(data).hexdigest()
