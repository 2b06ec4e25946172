"""What a person fills in before an edition is signed; sealed with it, printed on every paper."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Paper:
    """Empty texts and None are left out where they would be printed.

    `document` 依据文号, `audience` 发布范围, `office` 发文机关, `signer` 签发人,
    `issued` 成文日期, `until` 数据截至.
    A black-listed unit explains itself within `reply_days` working days, by `reply_until`.
    `words` are sentences as edited by hand: (key, text), the key is that of `model/words`.
    """

    document: str = ""
    audience: str = ""
    office: str = ""
    signer: str = ""
    issued: date | None = None
    until: date | None = None
    reply_days: int | None = None
    reply_until: date | None = None
    words: tuple[tuple[str, str], ...] = ()
