"""Whether the year's target will be met: where the pace leads, and what each month must bring."""

from dataclasses import dataclass

from kpi.i18n import _
from kpi.model import show
from kpi.model.catalog import Indicator
from kpi.model.edition import named
from kpi.model.measure import completion, half_up, run_rate

YEAR = 12


@dataclass(frozen=True, slots=True)
class Outlook:
    """A task of the year after `months` months, in the indicator's unit of measure.

    Formulas: pace = done/m, forecast = done/m·12, needed = (target − done)/(12 − m).
    """

    indicator: Indicator
    done: float
    target: float
    months: int

    @property
    def pace(self) -> float:
        """What a month has brought on average."""
        return self.done / self.months

    @property
    def forecast(self) -> float:
        """The year's end at that pace (年末预计)."""
        return float(run_rate(self.done, self.months))

    @property
    def completion(self) -> float:
        """What is done, percent of the target."""
        return float(completion(self.done, self.target))

    @property
    def share(self) -> float:
        """The forecast in percent of the target."""
        return float(completion(self.forecast, self.target))

    @property
    def left(self) -> int:
        """Months that are left."""
        return YEAR - self.months

    @property
    def needed(self) -> float | None:
        """What each month that is left must bring; 0 where the target is reached, None after the
        year's last month.
        """
        if not self.left:
            return None
        return max(0.0, (self.target - self.done) / self.left)

    @property
    def met(self) -> bool:
        """Whether the target is reached already."""
        return self.done >= self.target

    def told(self) -> str:
        """The answer in one sentence, with units; nothing that the numbers do not say."""
        own = self.indicator
        name = named(own.name, own.name_en)
        if self.met:
            return _("{name}已完成{done}，达到年度目标{target}（{share}）。").format(
                name=name, done=self._amount(self.done), **self._ends(self.completion)
            )
        if not self.left:
            return _("{name}全年完成{done}，为年度目标{target}的{share}，差{short}。").format(
                name=name,
                done=self._amount(self.done),
                short=self._amount(self.target - self.done),
                **self._ends(self.completion),
            )
        ahead = _(
            "{name}按现速（月均{pace}）年末预计{forecast}，为年度目标{target}的{share}"
        ).format(
            name=name,
            pace=self._amount(self.pace),
            forecast=self._amount(self.forecast),
            **self._ends(self.share),
        )
        if self.forecast >= self.target:
            return _("{ahead}，可以完成；余下每月需{needed}。").format(
                ahead=ahead, needed=self._amount(self.needed)
            )
        return _("{ahead}，差{short}；要完成，余下{left}个月月均需{needed}{times}。").format(
            ahead=ahead,
            short=self._amount(self.target - self.forecast),
            left=self.left,
            needed=self._amount(self.needed),
            times=self._times(),
        )

    def brief(self) -> str:
        """固定资产投资：年末预计8.47亿元（84.7%），余下每月需1.47亿元; for a list of tasks."""
        name = named(self.indicator.name, self.indicator.name_en)
        if self.met:
            return _("{name}：已达到年度目标（{share}）").format(
                name=name, share=show.amount(self.completion, "%", 1)
            )
        if not self.left:
            return _("{name}：全年完成{share}，差{short}").format(
                name=name,
                share=show.amount(self.completion, "%", 1),
                short=self._amount(self.target - self.done),
            )
        return _("{name}：年末预计{forecast}（目标的{share}），余下每月需{needed}{times}").format(
            name=name,
            forecast=self._amount(self.forecast),
            share=show.amount(self.share, "%", 1),
            needed=self._amount(self.needed),
            times="" if self.forecast >= self.target else self._times(),
        )

    def _times(self) -> str:
        """（现速的1.6倍）; empty where the pace is enough, or none to compare with."""
        if self.pace <= 0 or self.needed is None:
            return ""
        times = float(half_up(self.needed / self.pace, 1))
        if times <= 1:
            return ""
        return _("（现速的{times}倍）").format(times=show.number(times, 1))

    def _amount(self, value: float | None) -> str:
        """Amounts of the pace carry one digit more than a count has."""
        digits = self.indicator.decimals
        return show.amount(value, self.indicator.uom, digits)

    def _ends(self, share: float) -> dict[str, str]:
        return {"target": self._amount(self.target), "share": show.amount(share, "%", 1)}
