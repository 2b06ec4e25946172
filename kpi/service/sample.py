"""The sample district (云川区), through the same door as everybody's files."""

import csv
from collections.abc import Callable, Container
from datetime import date

from kpi.i18n import _
from kpi.model.canon import sha256
from kpi.model.person import OPERATOR, operator
from kpi.model.problem import KpiError
from kpi.service import admin, upload
from kpi.settings import ROOT
from kpi.store.engine import Store

FOLDER = ROOT / "sample_spreadsheets"
NAME = "名录.xlsx"


def load(
    store: Store, *, today: date, tell: Callable[[str], None], but: Container[str] = ()
) -> int:
    """Load catalog and workbooks in the order of manifest.csv, `but` those that come later; gives
    how many files were new.

    Safe to run again: what stands already is not stored twice. `tell` gets a line of progress a
    file. Raises KpiError where a file of ours is refused: then the sample itself is broken.
    """
    rows = _manifest()
    stands = _loaded(store, [NAME, *(row["file"] for row in rows)])
    if NAME not in stands:  # else a rule changed since would be turned back
        taken = admin.take_catalog(store, (FOLDER / NAME).read_bytes(), NAME, operator("sample"))
        if taken.receipt is None:
            raise KpiError("; ".join(p.text() for p in taken.problems))
    rows = [row for row in rows if row["file"] not in stands and row["file"] not in but]
    if not rows:
        return 0
    tell(_("载入样例区：{n}个文件，约需十秒。").format(n=len(rows)))
    new = 0
    for n, row in enumerate(rows, 1):
        file = FOLDER / row["file"]
        by = operator(row["by"])
        plan = upload.preview(store, file.read_bytes(), file.name, by, today=today)
        receipt = upload.commit(store, plan, by, _("样例数据"))
        new += receipt is not None
        tell(f"  {n}/{len(rows)} {file.name}")
    return new


def _manifest() -> list[dict[str, str]]:
    with (FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: int(row["order"]))


def _loaded(store: Store, names: list[str]) -> set[str]:
    """Those of our files whose bytes stand in the store."""
    stands = {r.sha256 for r in upload.history(store, OPERATOR) if r.undone is None}
    return {name for name in names if sha256((FOLDER / name).read_bytes()) in stands}
