"""A year as a reader finds it: the demo with every board published to its newest period, and one
unit that has said what it will do.
"""

from datetime import date
from pathlib import Path

from kpi.model.period import Period
from kpi.model.person import OPERATOR, Role
from kpi.service import board as boards
from kpi.service import demo, editions, follow, people, publish
from kpi.store import engine
from kpi.store.migrate import migrate

TODAY = date(2026, 11, 21)
SEPTEMBER = Period.parse("2026-09")
REASON = "两个续建项目征地未完成，9月没有形成投资。"
MEASURES = "10月底前完成征地，11月全面开工。"
UNTIL = date(2026, 12, 20)


def fill(folder: Path) -> None:
    """Make it in an empty folder. 桥西街道 answers for September's investment before October's
    edition is out; its August was published as 5.60 before the revision to 5.52 came.
    """
    store = engine.open(f"sqlite:///{folder / 'kpi.db'}", folder)
    migrate(store)
    demo.begin(store, today=TODAY, tell=lambda line: None)
    people.add(store, "speaker", Role.PREPARER, OPERATOR, unit="J08")
    every = people.accounts(store, OPERATOR)
    speaker = next(a for a in every if a.login == "speaker").person()
    (asked,) = follow.find(store, board="fai", period=SEPTEMBER, unit="J08", kind="statement")
    follow.write(store, asked.id, speaker, "objective", REASON, MEASURES, UNTIL)
    for board in boards.known(store).boards:
        newest = boards.periods(store, board.code)[0]
        if not editions.issues(store, board.code, newest):
            publish.go(store, board.code, newest, OPERATOR, today=TODAY)
    store.close()
