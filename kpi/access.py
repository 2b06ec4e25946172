"""Who may do what: asked by the services at every deed, and by the pages before they show."""

from kpi.model.catalog import Indicator
from kpi.model.person import Person, Right
from kpi.model.problem import Refused, problem


def require(person: Person, right: Right) -> None:
    """Raise Refused (NOT_ENTITLED) unless the person holds the right."""
    if not person.may(right):
        raise Refused(problem("NOT_ENTITLED", given=person.name or person.login))


def sends(person: Person, indicator: Indicator) -> bool:
    """Whether values of this indicator are this person's to send."""
    return person.sends(indicator.code, indicator.lead)
