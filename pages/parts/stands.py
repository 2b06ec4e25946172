"""Which stand answers a page, the figures as they are or what was published, and what its answers
are kept by: an upload anywhere is seen at the next run.
"""

import streamlit as st

from kpi.model.catalog import Catalog
from kpi.model.edition import Edition
from kpi.model.problem import Refused, problem
from kpi.service import stand as stood
from kpi.service import start
from kpi.service.stand import Issued, Live, Stand
from pages.parts import session

ISSUED, LIVE = "issued", "live"  # what was published; the figures as they stand (试算)
shared = st.cache_resource(max_entries=128, show_spinner=False)  # frozen values: no copies


@shared
def _heads(version: int) -> str:
    return stood.heads(start.store())


def heads() -> str:
    """The editions that count, as one text: the key of everything published."""
    return _heads(session.data_version())


@st.cache_resource(max_entries=2, show_spinner=False)
def _issued(heads: str) -> Issued:
    return stood.issued(start.store())


def stand(key: str) -> Stand:
    """The stand that a key was made for."""
    which, _colon, heads = key.partition(":")
    return Live(start.store()) if which == LIVE else _issued(heads)


def key(which: str) -> str:
    """What cached answers are kept by: live ones by the data version, published ones by the
    editions that count. The one can never stand for the other.
    """
    return f"{LIVE}:{session.data_version()}" if which == LIVE else f"{ISSUED}:{heads()}"


def values(which: str) -> str:
    """The key of an answer that holds values: live ones only for who may see drafts."""
    if which == LIVE and not session.drafts():
        raise Refused(problem("NOT_ENTITLED", given=""))
    return key(which)


def which(edition: Edition) -> str:
    """The stand that an edition was shown from."""
    return LIVE if edition.state == "trial" else ISSUED


@shared
def names(key: str) -> Catalog:
    """The catalog of a stand."""
    return stand(key).catalog()
