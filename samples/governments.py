"""The province, its police, and the governments of districts and communes."""

from collections.abc import Iterator

from rules.communes import Commune, communes_of, past_communes
from rules.units import UnitKind
from samples.naming import lower_first, short_code, style_of
from samples.organisation import Unit
from samples.years import Counts, SampleYear


def top(year: SampleYear) -> Iterator[Unit]:
    """Yield the province, the ministry, the provincial police and its division."""
    since, place = year.valid_from, lower_first(year.province)
    police = UnitKind.POLICE_BODY
    yield Unit(
        code=year.code,
        name=year.province,
        kind=UnitKind.PROVINCE,
        style="tỉnh",
        valid_from=since,
        mailbox="vp.ubnd",
        short_name=f"Ủy ban nhân dân {place}",
        symbol="UBND",
    )
    yield Unit("BCA", "Bộ Công an", police, "bộ", since, "v05", symbol="BCA")
    yield Unit(
        code="CAT",
        name=f"Công an {place}",
        kind=police,
        style="công an tỉnh",
        valid_from=since,
        mailbox="pv05",
        territory=year.code,
        managing_body="BCA",
        symbol="CAT",
    )
    yield Unit(
        code="PV05",
        name="Phòng Xây dựng phong trào bảo vệ an ninh Tổ quốc",
        kind=police,
        style="phòng",
        valid_from=since,
        mailbox="pv05",
        territory=year.code,
        managing_body="CAT",
        short_name="PV05",
        symbol="PV05",
    )


def local_governments(
    year: SampleYear, counts: Counts
) -> tuple[list[Unit], list[Unit]]:
    """Return the districts (none with two tiers) and the communes."""
    places = _places(year, counts)
    names = list(dict.fromkeys(place.parent for place in places))
    codes = {name: f"{year.code}-H{n:02}" for n, name in enumerate(names, 1)}
    communes = [
        _commune(year, place, n, codes[place.parent])
        for n, place in enumerate(places, 1)
    ]
    if not year.has_districts:
        return [], communes
    kind = UnitKind.DISTRICT
    return [
        _government(year, code, name, year.code, kind) for name, code in codes.items()
    ], communes


def _places(year: SampleYear, counts: Counts) -> list[Commune]:
    origin, _, key = year.communes.partition(":")
    every = past_communes(key) if origin == "past" else communes_of(key)
    return [each for each in every if not counts.pick or each.code in counts.pick]


def _commune(year: SampleYear, place: Commune, number: int, district: str) -> Unit:
    return _government(
        year,
        f"{year.code}-X{number:03}",
        place.full_name,
        district if year.has_districts else year.code,
        UnitKind.COMMUNE,
        special_area=place.code in year.special_communes,
    )


def _government(  # noqa: PLR0913 - the columns of one row
    year: SampleYear,
    code: str,
    name: str,
    parent: str,
    kind: UnitKind,
    *,
    special_area: bool = False,
) -> Unit:
    return Unit(
        code=code,
        name=name,
        kind=kind,
        style=style_of(name),
        valid_from=year.valid_from,
        mailbox=f"vp.{short_code(code)}",
        territory=parent,
        managing_body=parent,
        special_area=special_area,
        short_name=f"Ủy ban nhân dân {lower_first(name)}",
        symbol="UBND",
    )
