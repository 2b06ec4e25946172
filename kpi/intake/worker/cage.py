"""What a process that meets untrusted bytes may use, and how it frames what it says."""

import contextlib
import json
from typing import Any, BinaryIO

try:
    import resource
except ImportError:  # Windows: the budgets and the parent's clock remain
    resource = None  # type: ignore[assignment]


def limit(cpu: int = 40) -> None:
    """No more than 1 GiB, `cpu` seconds, 32 open files; no file written, no core dumped."""
    if resource is None:
        return
    limits = {"AS": 1 << 30, "CPU": cpu, "FSIZE": 0, "CORE": 0, "NOFILE": 32}
    for name, most in limits.items():
        which = getattr(resource, f"RLIMIT_{name}")
        given = resource.getrlimit(which)[1]
        most = most if given == resource.RLIM_INFINITY else min(most, given)
        with contextlib.suppress(ValueError, OSError):  # macOS knows AS and refuses it
            resource.setrlimit(which, (most, most))


def framed(head: dict[str, Any]) -> list[bytes]:
    """4 bytes length and the head as JSON."""
    said = json.dumps(head, ensure_ascii=True, separators=(",", ":")).encode()
    return [len(said).to_bytes(4, "little"), said]


def received(stream: BinaryIO) -> dict[str, Any]:
    """The head from the beginning of a stream, which goes on after it; empty where it ends."""
    size = int.from_bytes(stream.read(4), "little")
    head: dict[str, Any] = json.loads(stream.read(size)) if size else {}
    return head


def unframed(said: bytes) -> tuple[dict[str, Any], bytes]:
    """The head, and what follows it."""
    end = 4 + int.from_bytes(said[:4], "little")
    head: dict[str, Any] = json.loads(said[4:end])
    return head, said[end:]
