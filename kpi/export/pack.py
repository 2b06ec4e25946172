"""The meeting's pack (会议材料包): files in reading order in one zip, with a manifest of hashes."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from kpi.model import canon, stamp
from kpi.model.choice import Choice
from kpi.model.edition import Edition

SPANS = {"M": "month", "Q": "quarter", "H": "half", "Y": "year"}
_SUM = "manifest.json"


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a pack; `kind` is a word of `stamp.KINDS`."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part that could not be made, and why."""

    item: str
    reason: str


def pack(
    edition: Edition,
    choice: Choice,
    made: Sequence[Piece],
    left_out: Sequence[LeftOut],
    product: str,
) -> bytes:
    """The zip: pieces numbered in reading order, stored as they are, with fixed dates, so that the
    same edition gives the same bytes. No clock and no person in it: the journal has those.
    """
    file = BytesIO()
    named = [(f"{n:02}_{piece.name}", piece) for n, piece in enumerate(made, 1)]
    with ZipFile(file, "w", ZIP_STORED) as box:
        for name, piece in named:
            _put(box, name, piece.data)
        told = manifest(edition, choice, named, left_out, product)
        _put(box, _SUM, json.dumps(told, ensure_ascii=False, indent=1).encode())
    return file.getvalue()


def manifest(
    edition: Edition,
    choice: Choice,
    named: Sequence[tuple[str, Piece]],
    left_out: Sequence[LeftOut],
    product: str,
) -> dict[str, Any]:
    """What is in the pack and what it stands on; hashes are SHA-256 in hex."""
    issue = edition.seal.issue if edition.seal else None
    return {
        "schema": 1,
        "product": product,
        "board": edition.spec.code,
        "name": edition.spec.name,
        "period": str(edition.period),
        "span": SPANS[edition.period.freq],
        "state": edition.state,
        "edition": {
            "number": issue.number if issue else None,
            "issue_no": issue.title if issue else None,
            "hash": edition.hash or None,
            "previous_hash": edition.previous_hash or None,
            "code": stamp.code(edition),
        },
        "rule_hash": edition.board.rule_hash,
        "data_hash": edition.board.data_hash,
        "choice": {k: v for k, v in asdict(choice).items() if k != "form"},
        "files": [
            {
                "name": name,
                "kind": piece.kind,
                "bytes": len(piece.data),
                "sha256": canon.sha256(piece.data),
            }
            for name, piece in named
        ],
        "left_out": [{"item": x.item, "reason": x.reason} for x in left_out],
    }


def _put(box: ZipFile, name: str, data: bytes) -> None:
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    box.writestr(entry, data)
