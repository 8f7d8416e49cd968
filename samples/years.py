"""The sample years: what each is about and how much of everything it holds."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from rules.cycle import CyclePlan, plan
from rules.errors import MalformedRuleFileError
from rules.units import Tier


class Scale(StrEnum):
    FULL = "full"
    SMALL = "small"


def label(name: str, scale: Scale) -> str:
    """Name a sample's folder and its database."""
    return name if scale is Scale.FULL else f"{name}-{scale}"


Numbers = Mapping[str, int]


@dataclass(frozen=True)
class Counts:
    """How many of each thing, by subject; the names are those of the year's file."""

    organisation: Numbers
    province_units: Numbers
    local_units: Numbers
    plans: Numbers
    registrations: Numbers
    never: Numbers
    households: Numbers
    models: Numbers
    figures: Numbers
    medals: Numbers
    adhoc: Numbers
    year_end: Numbers
    area_flaws: Numbers
    commune_flaws: Numbers
    unit_flaws: Numbers
    school_flaws: Numbers
    pick: tuple[str, ...]


@dataclass(frozen=True)
class SampleYear:
    """A sample's province and year, at either scale."""

    name: str
    title: str
    year: int
    code: str
    province: str
    domain: str
    communes: str
    area_styles: Mapping[str, str]
    special_communes: tuple[str, ...]
    valid_from: date
    local_prefix: str
    committee: str
    committee_short: str
    exempt_ground: str
    leader_years: int
    force_posts: tuple[str, ...]
    quarter_one: bool
    security_teams: int
    exemplars: int
    areas_share: int
    share_counts_bodies: bool
    special_area_factor: int
    late_percent: int
    midyear: date
    full: Counts
    small: Counts

    def counts(self, scale: Scale) -> Counts:
        return {Scale.FULL: self.full, Scale.SMALL: self.small}[scale]

    @property
    def cycle(self) -> CyclePlan:
        return plan(self.year)

    @property
    def has_districts(self) -> bool:
        return Tier.DISTRICT in self.cycle.tiers


@cache
def sample_year(name: str) -> SampleYear:
    """Read ``samples/years/<name>.toml``."""
    path = files("samples").joinpath("years", f"{name}.toml")
    try:
        entry = tomllib.loads(path.read_text("utf-8"))
        for scale in Scale:
            entry[scale] = Counts(
                **{each.name: entry[scale][each.name] for each in fields(Counts)}
            )
        return SampleYear(name=name, **entry)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise MalformedRuleFileError(f"samples/years/{name}.toml: {problem}") from None


NAMES = ("binh-thuan-2021", "lam-dong-2026")
