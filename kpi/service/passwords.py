"""What a password must be, and how it is kept: argon2id, slow on purpose and bounded.

Two standards disagree, so a site says which one it answers to (`passwords` in the house settings):
`mlps`, the practice of 等级保护 (default), or `nist`, SP 800-63B.
"""

import re
import secrets
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kpi.model.problem import Problem, problem


@dataclass(frozen=True, slots=True)
class Profile:
    """`kinds` of lower, upper, digit, other; `life`: after that it must be changed."""

    shortest: int
    kinds: int
    life: timedelta | None


PROFILES = {
    "mlps": Profile(shortest=10, kinds=3, life=timedelta(days=90)),
    "nist": Profile(shortest=15, kinds=1, life=None),
}
SHORTEST_LIFE = min(p.life for p in PROFILES.values() if p.life)
LONGEST = 256
KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
_PRODUCT = ("红黑榜",)
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# two threads of their own: 19 MiB stay with every thread that ever hashed
_HASHING = ThreadPoolExecutor(2, "hash")


def weakness(password: str, profile: Profile, names: Iterable[str] = ()) -> Problem | None:
    """Why a password is not taken; `names` (login, name, units) may not stand in it."""
    plain = password.casefold()
    if len(password) > LONGEST:
        return problem("PASSWORD_LONG", n=LONGEST)
    if len(password) < profile.shortest:
        return problem("PASSWORD_SHORT", n=profile.shortest)
    if sum(re.search(kind, password) is not None for kind in KINDS) < profile.kinds:
        return problem("PASSWORD_KINDS")
    if any(_telling(name) and name.casefold() in plain for name in (*names, *_PRODUCT)):
        return problem("PASSWORD_NAMES")
    if plain in common() or len(set(plain)) < 5:
        return problem("PASSWORD_COMMON")
    return None


@cache
def common() -> frozenset[str]:
    """The bundled list of passwords that are tried first, in lower case."""
    lines = (Path(__file__).parent / "common.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("# "))


def hashed(password: str) -> str:
    """What is stored."""
    return _HASHING.submit(_HASHER.hash, _bytes(password)).result()


def fits(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one. Without a stored one a decoy takes the same time."""
    return _HASHING.submit(_verified, stored or _decoy(), password).result() and bool(stored)


def outdated(stored: str) -> bool:
    """Whether it was hashed under other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def _verified(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, _bytes(password))
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    return password.encode(errors="surrogatepass")  # a terminal may send what is no text


@cache
def _decoy() -> str:
    return _HASHER.hash(secrets.token_hex())


def _telling(name: str) -> bool:
    """Two letters of Latin script stand in too many words to be forbidden."""
    return len(name) > (2 if name.isascii() else 1)
