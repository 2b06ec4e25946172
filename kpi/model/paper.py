"""What a person fills in before an edition is signed; sealed with it, printed on every paper."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Paper:
    """Empty texts and None are left out where they would be printed.

    `document` 依据文号, `audience` 发布范围, `office` 发文机关, `signer` 签发人,
    `watermark` 水印, `issued` 成文日期, `until` 数据截至.
    A black-listed unit explains itself within `reply_days` working days, by `reply_until`.
    `words` are sentences as edited by hand: (key, text), the key is that of `model/words`.
    On an official letter: `symbol` 发文机关代字 (云经调办发, before 〔2026〕10号), `addressees`
    主送机关, `copied_to` 抄送机关, `serial` 份号, `secrecy` 密级和保密期限, `urgency` 紧急程度.
    """

    document: str = ""
    audience: str = ""
    office: str = ""
    signer: str = ""
    watermark: str = ""
    issued: date | None = None
    until: date | None = None
    reply_days: int | None = None
    reply_until: date | None = None
    words: tuple[tuple[str, str], ...] = ()
    symbol: str = ""
    addressees: str = ""
    copied_to: str = ""
    serial: str = ""
    secrecy: str = ""
    urgency: str = ""
