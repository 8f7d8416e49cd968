"""Settle a sample province: governments, areas, committees, and all they manage."""

from collections.abc import Iterator

from rules.units import UnitKind
from samples.bodies import exempt_bodies, local_bodies, province_bodies
from samples.dice import apportion, dice, shuffled
from samples.governments import local_governments, top
from samples.naming import lower_first, short_code
from samples.organisation import Organisation, Unit, committee_code
from samples.years import Counts, SampleYear

LARGEST = 25  # the circular's own example: of 25 areas 18 must pass


def settle(year: SampleYear, counts: Counts) -> Organisation:
    heads = list(top(year))
    districts, communes = local_governments(year, counts)
    areas = list(_areas(year, counts, communes))
    managers = districts or communes
    hosts = [heads[0], *districts, *communes]
    return Organisation(
        (
            *heads,
            *districts,
            *communes,
            *(_committee(year, host) for host in hosts),
            *areas,
            *province_bodies(year, counts, communes),
            *local_bodies(year, counts, managers, communes),
            *exempt_bodies(year, counts, managers, communes),
            *_teams(year, areas),
        )
    )


def _areas(year: SampleYear, counts: Counts, communes: list[Unit]) -> Iterator[Unit]:
    large = counts.organisation["largest_communes"]
    order = shuffled(communes, year.name, "areas")
    luck = dice(year.name, "area sizes")
    weights = [luck.uniform(0.75, 1.35) for _ in order[large:]]
    rest = counts.organisation["areas"] - large * LARGEST
    sizes = [LARGEST] * large + apportion(rest, weights)
    size = {unit.code: n for unit, n in zip(order, sizes, strict=True)}
    for commune in communes:
        for number in range(1, size[commune.code] + 1):
            yield _area(year, commune, number)


def _area(year: SampleYear, commune: Unit, number: int) -> Unit:
    style = year.area_styles[commune.style]
    code = f"{commune.code}-K{number:02}"
    return Unit(
        code=code,
        name=f"{style.capitalize()} {number}, {lower_first(commune.name)}",
        kind=UnitKind.RESIDENTIAL_AREA,
        style=style,
        valid_from=year.valid_from,
        mailbox=f"kdc.{short_code(code)}",
        territory=commune.code,
        managing_body=commune.code,
        special_area=commune.special_area,
    )


def _committee(year: SampleYear, host: Unit) -> Unit:
    return Unit(
        code=committee_code(host.code),
        name=f"{year.committee} {lower_first(host.name)}",
        kind=UnitKind.STEERING_COMMITTEE,
        style="ban chỉ đạo",
        valid_from=year.valid_from,
        mailbox=host.mailbox,
        territory=host.code,
        managing_body=host.code,
        short_name=f"{year.committee_short} {lower_first(host.name)}",
        symbol="BCĐ",
    )


def _teams(year: SampleYear, areas: list[Unit]) -> Iterator[Unit]:
    """Yield the security team of a commune's first areas."""
    for area in areas:
        if int(area.code[-2:]) <= year.security_teams:
            yield Unit(
                code=f"{area.code}-TBV",
                name=f"Tổ bảo vệ an ninh, trật tự {lower_first(area.name)}",
                kind=UnitKind.SECURITY_TEAM,
                style="tổ bảo vệ an ninh, trật tự",
                valid_from=year.valid_from,
                mailbox=f"ca.{short_code(str(area.territory))}",
                territory=area.territory,
                managing_body=area.territory,
                special_area=area.special_area,
            )
