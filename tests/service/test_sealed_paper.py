"""A published edition's workbook is made from its snapshot: later figures do not move it."""

from publishing import JULY, SEPTEMBER, filled, load, out, rows

from kpi.export import xlsx
from kpi.model import stamp
from kpi.model.choice import Choice
from kpi.service import editions, paper
from kpi.store.engine import Store


def test_a_sealed_workbook_stays_the_same_after_its_figures_were_revised(store: Store) -> None:
    filled(store, "2026-07", "2026-08", "2026-09")
    number = out(store)
    edition = paper.filled(store, editions.read(store, number))
    first = xlsx.book(edition, Choice())
    assert stamp.issue(edition) == "第1期" and stamp.code(edition) == edition.seal.issue.code
    assert edition.evidence.course["fai.ytd"].at("E", JULY) == 3.033333  # 3.9 · 7/9
    found = {(c.unit, c.measure): c for c in edition.evidence.cells}
    assert (found["E", "ytd"].value, found["E", "ytd"].by) == (3.9, "li")
    assert edition.evidence.why["E"].plans[0].now == 0.6  # 6 · 75 % − 3.9
    revised = [(*r[:4], r[4] + 1) for r in rows("2026-09") if r[:4:3] == (r[0], "ytd")]
    load(store, revised, name="更正.xlsx")
    again = paper.filled(store, editions.read(store, number))
    assert again.period == SEPTEMBER
    assert xlsx.book(again, Choice()) == first
    live = paper.paper(store, "fai", SEPTEMBER).evidence.course["fai.ytd"]
    assert live.at("E", SEPTEMBER) == 4.9
