"""Scripts and styles of our own elements, as they travel to the browser."""

from pathlib import Path

_FOLDER = Path(__file__).parent


def packed(*names: str) -> str:
    """Files beside this one, one behind the other, without indentation: they go with every page."""
    whole = "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)
    return "\n".join(line.strip() for line in whole.splitlines() if line.strip())
