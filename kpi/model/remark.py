"""意见反馈: what a reader says about the product, and what the administrator answered."""

from dataclasses import dataclass
from datetime import datetime

LONGEST = 1000  # characters of a remark or an answer
A_DAY = 20  # remarks of one person in 24 hours: enough for anybody, too few to flood


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark of the person `login`, written on `page` (path and query); no `answer` yet: ""."""

    id: int
    at: datetime
    login: str
    page: str
    text: str
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
