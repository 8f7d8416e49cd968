"""Commendations on the spot, decided in the first half of the year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rules.forms import Cell
from samples.numbering import decision_number
from samples.organisation import Unit
from samples.sample import DAY, Sample
from samples.sent import Sent
from samples.words import full_name, words

DECISIONS = 6
PROVINCE_FORM = "Bằng khen Ủy ban nhân dân tỉnh"
POLICE_FORM = "Giấy khen Giám đốc Công an tỉnh"


@dataclass(frozen=True)
class _Decision:
    issuer: str
    number: str
    signed_on: date
    sent_on: date
    title: str
    form: str


def rows(sample: Sample) -> Iterator[Sent]:
    counts, taken = sample.counts.adhoc, _decisions(sample)
    units = sample.shuffled(sample.organisation.communes, "ad hoc")
    for each in taken:
        values: dict[str, Cell] = {
            "unit": each.issuer,
            "number": each.number,
            "signed_on": each.signed_on,
            "kind": "Khen thưởng đột xuất",
            "signer_title": each.title,
        }
        yield Sent(each.sent_on, each.issuer, "decision", values)
    for n in range(counts["collectives"]):
        unit = sample.shuffled(sample.organisation.areas, "ad hoc")[n]
        yield _award(sample, taken[n % len(taken)], unit, n, person=False)
    for n in range(counts["individuals"]):
        unit = units[n % len(units)]
        yield _award(sample, taken[n % len(taken)], unit, n, person=True)


def _decisions(sample: Sample) -> Sequence[_Decision]:
    head = sample.organisation.province
    taken = []
    for n in range(min(DECISIONS, sample.counts.adhoc["collectives"] + 2)):
        luck = sample.dice("ad hoc decision", str(n))
        last = sample.year.midyear - 20 * DAY
        signed = sample.date_between(luck, sample.day(2, 1), last)
        police = n % 2 == 1
        symbol = "CAT" if police else "UBND"
        taken.append(
            _Decision(
                issuer="CAT" if police else head.code,
                number=decision_number(signed, symbol, 1 + n),
                signed_on=signed,
                sent_on=sample.first_working_day(signed + 2 * DAY),
                title="Giám đốc Công an tỉnh"
                if police
                else "Chủ tịch Ủy ban nhân dân tỉnh",
                form=POLICE_FORM if police else PROVINCE_FORM,
            )
        )
    return taken


def _award(
    sample: Sample, decision: _Decision, unit: Unit, n: int, *, person: bool
) -> Sent:
    luck = sample.dice("ad hoc award", str(person), str(n))
    woman = luck.random() < 1 / 4
    values: dict[str, Cell] = {
        "unit": decision.issuer,
        "number": decision.number,
        "recipient": "Cá nhân" if person else "Tập thể",
        "awarded_unit": unit.code,
        "form": decision.form,
        "type": "Đột xuất",
        "achievement": luck.choice(words()["texts"]["adhoc"]),
    }
    if person:
        values |= {
            "full_name": full_name(luck, woman=woman),
            "birth_year": sample.year.year - luck.randint(24, 55),
            "sex": "Nữ" if woman else "Nam",
        }
    return Sent(decision.sent_on, decision.issuer, "award", values)
