"""Where a request comes from: our own pages, or another site's."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def is_foreign(headers: Headers) -> bool:
    """Whether a browser says that another site sent this; a program says nothing of the kind.

    A form on a page that sends no referrer comes with `Origin: null`, and only `Sec-Fetch-Site`
    tells it from a foreign one.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return True
    if origin is None:
        return False
    return not (is_host(origin, headers) or (origin == "null" and site == "same-origin"))


def is_host(origin: str, headers: Headers) -> bool:
    """Whether an Origin is this very host and port."""
    try:
        named = urlsplit(origin).netloc
    except ValueError:
        return False
    return bool(named) and named.lower() == headers.get("host", "").lower()


def local(target: str) -> str:
    """`target` if it is a path of this origin, else the front page."""
    plain = target.isprintable() and "\\" not in target and not any(c.isspace() for c in target)
    return target if plain and target.startswith("/") and target[1:2] != "/" else "/"
