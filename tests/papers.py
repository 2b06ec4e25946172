"""What a paper says, whatever language its reader's screen is in: it is printed in its own."""

from kpi.model.period import Period
from kpi.model.person import OPERATOR
from kpi.service import desk, manuscript
from kpi.store.engine import Store


def sentences(store: Store, board: str, period: Period) -> tuple[str, ...]:
    """Every sentence of the paper of a live board, and whom its paragraphs are about."""
    edition = desk.edition(store, board, period, OPERATOR)
    found = desk.told(edition, manuscript.read(store, board, period, OPERATOR))
    about = (name for _section, paragraphs in found.sections for name, _sentences in paragraphs)
    return (*(told.printed for told in found.every), *filter(None, about))
