"""附表: the whole ranking where bars show only its ends."""

from kpi.export.deck import table
from kpi.export.deck.page import Deck, paged
from kpi.export.deck.said import Said
from kpi.i18n import _
from kpi.model import rankings, scope, show
from kpi.model.chart import MOST, Row
from kpi.model.look import BLACK_MARK, LIGHT, RED_MARK

BLOCK, ACROSS = 20, 2  # rows of a table, tables side by side


def add(deck: Deck, said: Said) -> None:
    """Slides only for groups of more units than bars hold."""
    edition = deck.edition
    for group in scope.scopes(edition):
        bars = rankings.ranking(edition, group)
        if len(bars.drawn) <= MOST:
            continue
        most = BLOCK * ACROSS
        pages = range(0, len(bars.drawn), most)
        for at, first in enumerate(pages):
            title = _("附表：{title}").format(title=bars.what)
            page = deck.page(title, bars.subtitle, rest=paged(len(pages), at))
            columns = page.area.columns(ACROSS, deck.gap(36))
            some = bars.drawn[first : first + most]
            for n, box in enumerate(columns):
                rows = some[n * BLOCK : (n + 1) * BLOCK]
                if not rows:
                    continue
                pitch = box.h // (BLOCK + 1)
                size = round(min(pitch / 12_700 * 0.52, 12 * deck.scale) * 2) / 2
                widths = table.widths(box, (12, 48, 22, 18))
                heads = (_("位次"), _("单位"), bars.what, _("较上期"))
                head = [
                    table.cell(text, size - 1, LIGHT.subtitle, align="l" if k == 1 else "ctr")
                    for k, text in enumerate(heads)
                ]
                body = [(pitch, _cells(row, size, bars.decimals)) for row in rows]
                page.table(box, widths, [(pitch, head), *body], title)


def _cells(row: Row, size: float, decimals: int) -> list[table.Cell]:
    own = LIGHT.red if row.colour == "red" else LIGHT.text
    mark = {"red": RED_MARK + " ", "black": BLACK_MARK + " "}.get(row.colour or "", "")
    bold = row.colour is not None
    place = show.NOT_APPLICABLE if row.rank is None else str(row.rank)
    texts = (place, mark + row.name, show.number(row.value, decimals), row.moved)
    return [
        table.cell(text, size, own, bold=bold, align="l" if k == 1 else "ctr")
        for k, text in enumerate(texts)
    ]
