"""Pictures of six boards as they were looked at and accepted: their SHA-256 by machine.

    python tests/export/press_golden.py [FOLDER]

writes the hashes of this machine anew, and the pictures into FOLDER: look at them before you
commit a changed hash.
"""

import hashlib
import json
import platform
import sys
from pathlib import Path

import papers
import typst as library

from kpi.export import typst
from kpi.export.press import machine
from kpi.model import pictures, rankings, scope
from kpi.model.choice import Choice

FILE = Path(__file__).with_suffix(".json")


def shown() -> dict[str, bytes]:
    """Six boards, each in another picture."""
    plain, missing, below, crowd, tied, strange = (
        papers.made(**papers.STRANGE.get(case, {}))
        for case in (
            "plain",
            "some missing",
            "growth below zero",
            "300 units",
            "all tied",
            "hostile names",
        )
    )
    choice, first = Choice(form="png", bracket=True), scope.scopes(plain)[0]
    units = [e.unit for e in plain.within(first)]
    drawn = {
        "completion of eight": (plain, rankings.item(plain, "fai.completion", first)),
        "places of eight": (plain, pictures.places(plain, units)),
        "grid with gaps": (missing, pictures.grid(missing, scope.scopes(missing)[0])),
        "growth below zero": (below, rankings.ranking(below, scope.scopes(below)[0])),
        "ends of 300": (crowd, rankings.ranking(crowd, scope.scopes(crowd)[0])),
        "all tied": (tied, rankings.ranking(tied, scope.scopes(tied)[0])),
    }
    found = {
        name: typst.image(picture, edition, choice, width=960)
        for name, (edition, picture) in drawn.items()
    }
    return found | {"hostile names, tall": typst.paper("tall", strange, choice)}


def key() -> str:
    """What may change a pixel without a change of ours: processor, library, faces."""
    faces = hashlib.sha256()
    for file in sorted(machine.FONTS.glob("*.otf")):
        faces.update(file.read_bytes())
    return f"{platform.machine()} typst {library.__version__} faces {faces.hexdigest()[:16]}"


def hashes() -> dict[str, str]:
    """The SHA-256 of each."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in shown().items()}


def main() -> None:
    known = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    known = {k: v for k, v in known.items() if k.split()[0] != platform.machine()}
    text = json.dumps({**known, key(): hashes()}, ensure_ascii=False, indent=1)
    FILE.write_text(text + "\n", "utf-8")
    for folder in map(Path, sys.argv[1:2]):
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in shown().items():
            (folder / f"{name}.png").write_bytes(data)


if __name__ == "__main__":
    main()
