"""Agencies, enterprises and schools: of the province, of its localities, and exempt."""

from collections.abc import Iterator, Sequence
from itertools import cycle, islice

from rules.units import UnitKind
from samples.dice import apportion, dice
from samples.naming import lower_first, short_code
from samples.organisation import Unit
from samples.words import words
from samples.years import Counts, SampleYear

STYLES = {
    UnitKind.AGENCY: "cơ quan",
    UnitKind.ENTERPRISE: "doanh nghiệp",
    UnitKind.SCHOOL: "trung học phổ thông",
}

#: The exempt kinds, in turn: name, kind, style.
EXEMPT = (
    ("Trường Tiểu học", UnitKind.SCHOOL, "tiểu học"),
    ("Trường Mầm non", UnitKind.SCHOOL, "mầm non"),
    ("Công ty trách nhiệm hữu hạn", UnitKind.ENTERPRISE, "doanh nghiệp nhỏ"),
    ("Đồn Biên phòng", UnitKind.AGENCY, "lực lượng vũ trang"),
)


def province_bodies(
    year: SampleYear, counts: Counts, communes: Sequence[Unit]
) -> Iterator[Unit]:
    luck, number = dice(year.name, "province bodies"), 0
    names = {
        UnitKind.AGENCY: [*words()["units"]["agency_province"], *_branches(communes)],
        UnitKind.ENTERPRISE: _enterprises(0),
        UnitKind.SCHOOL: _schools("Trường Trung học phổ thông", ""),
    }
    for kind, style in STYLES.items():
        for name in islice(cycle(names[kind]), counts.province_units[kind]):
            number += 1
            place = luck.choice(communes[: max(4, len(communes) // 3)])
            code = f"{year.code}-T{number:03}"
            yield _body(year, code, name, kind, style, place, year.code)


def local_bodies(
    year: SampleYear,
    counts: Counts,
    managers: Sequence[Unit],
    communes: Sequence[Unit],
) -> Iterator[Unit]:
    luck, number = dice(year.name, "local bodies"), 0
    shares = {
        kind: apportion(counts.local_units[kind], [1.0] * len(managers))
        for kind in STYLES
    }
    for turn, manager in enumerate(managers):
        places = [each for each in communes if each.territory == manager.code]
        names = _local_names(manager, turn)
        for kind, usual in STYLES.items():
            style = "trung học cơ sở" if kind is UnitKind.SCHOOL else usual
            for name in islice(cycle(names[kind]), shares[kind][turn]):
                number += 1
                code = f"{year.code}-{year.local_prefix}{number:04}"
                place = luck.choice(places or [manager])
                yield _body(year, code, name, kind, style, place, manager.code)


def exempt_bodies(
    year: SampleYear,
    counts: Counts,
    managers: Sequence[Unit],
    communes: Sequence[Unit],
) -> Iterator[Unit]:
    luck = dice(year.name, "exempt bodies")
    stock = words()["units"]
    for number in range(1, counts.organisation["exempt"] + 1):
        title, kind, style = EXEMPT[(number - 1) % len(EXEMPT)]
        manager = luck.choice(managers)
        places = [each for each in communes if each.territory == manager.code]
        army = kind is UnitKind.AGENCY
        own = stock["enterprise_name" if kind is UnitKind.ENTERPRISE else "school_name"]
        place = luck.choice(places or [manager])
        name = f"{title} {place.name.split(' ', 1)[1] if army else luck.choice(own)}"
        yield _body(
            year,
            f"{year.code}-M{number:03}",
            name,
            kind,
            style,
            place,
            year.code if army else manager.code,
            exempt_ground=year.exempt_ground,
        )


def _body(  # noqa: PLR0913, PLR0917 - the columns of one row
    year: SampleYear,
    code: str,
    name: str,
    kind: UnitKind,
    style: str,
    place: Unit,
    manager: str,
    exempt_ground: str | None = None,
) -> Unit:
    return Unit(
        code=code,
        name=name,
        kind=kind,
        style=style,
        valid_from=year.valid_from,
        mailbox=f"dv.{short_code(code)}",
        territory=place.code,
        managing_body=manager,
        exempt_ground=exempt_ground,
        special_area=place.special_area,
    )


def _local_names(manager: Unit, turn: int) -> dict[UnitKind, list[str]]:
    stock, place = words()["units"], lower_first(manager.name)
    titles = f"agency_{manager.kind}"
    schools = _schools("Trường Trung học cơ sở", f", {place}")
    return {
        UnitKind.AGENCY: [f"{title} {place}" for title in stock[titles]],
        UnitKind.ENTERPRISE: _enterprises(17 * (turn + 1)),
        UnitKind.SCHOOL: schools[turn % len(schools) :] + schools,
    }


def _enterprises(skip: int) -> list[str]:
    stock = words()["units"]
    every = [
        f"{trade} {stock['enterprise_name'][(n + k) % len(stock['enterprise_name'])]}"
        for k in range(len(stock["enterprise_name"]))
        for n, trade in enumerate(stock["enterprise"])
    ]
    return every[skip % len(every) :] + every


def _schools(title: str, place: str) -> list[str]:
    return [f"{title} {name}{place}" for name in words()["units"]["school_name"]]


def _branches(communes: Sequence[Unit]) -> list[str]:
    """Name the province's branches after communes, as the real ones are."""
    stock = words()["units"]["agency_branch"]
    return [
        f"{title} {commune.name.split(' ', 1)[1]}"
        for commune in communes
        for title in stock[:2]
    ]
