"""A sample province's units: who lies where, who answers to whom."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from rules.units import JUDGED, UnitKind

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of the sheet of units; ``mailbox`` is the local part of its address."""

    code: str
    name: str
    kind: UnitKind
    style: str
    valid_from: date
    mailbox: str
    territory: str | None = None
    managing_body: str | None = None
    exempt_ground: str | None = None
    special_area: bool = False
    short_name: str | None = None
    symbol: str | None = None

    @property
    def is_judged(self) -> bool:
        return self.kind in JUDGED and self.exempt_ground is None


@dataclass(frozen=True)
class Organisation:
    units: tuple[Unit, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Unit]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def _by_kind(self) -> Mapping[UnitKind, list[Unit]]:
        return _grouped(self.units, lambda unit: unit.kind)

    @cached_property
    def _by_manager(self) -> Mapping[str, list[Unit]]:
        return _grouped(self.units, lambda unit: unit.managing_body or "")

    @property
    def province(self) -> Unit:
        return self._by_kind[UnitKind.PROVINCE][0]

    @property
    def districts(self) -> list[Unit]:
        return self._by_kind.get(UnitKind.DISTRICT, [])

    @property
    def communes(self) -> list[Unit]:
        return self._by_kind[UnitKind.COMMUNE]

    @property
    def areas(self) -> list[Unit]:
        return self._by_kind[UnitKind.RESIDENTIAL_AREA]

    @cached_property
    def bodies(self) -> list[Unit]:
        """The agencies, enterprises and schools in scope."""
        kinds = {UnitKind.AGENCY, UnitKind.ENTERPRISE, UnitKind.SCHOOL}
        return [unit for unit in self.units if unit.kind in kinds and unit.is_judged]

    @cached_property
    def province_bodies(self) -> list[Unit]:
        head = self.province.code
        return [unit for unit in self.bodies if unit.managing_body == head]

    @cached_property
    def local_bodies(self) -> list[Unit]:
        head = self.province.code
        return [unit for unit in self.bodies if unit.managing_body != head]

    @property
    def committees(self) -> list[Unit]:
        return self._by_kind[UnitKind.STEERING_COMMITTEE]

    @cached_property
    def _areas_of(self) -> Mapping[str, list[Unit]]:
        return _grouped(self.areas, lambda unit: unit.territory or "")

    @cached_property
    def _local_bodies_in(self) -> Mapping[str, list[Unit]]:
        return _grouped(self.local_bodies, lambda unit: unit.territory or "")

    def areas_of(self, commune: str) -> list[Unit]:
        return self._areas_of.get(commune, [])

    def local_bodies_in(self, commune: str) -> list[Unit]:
        return self._local_bodies_in.get(commune, [])

    def managed_by(self, code: str) -> list[Unit]:
        return self._by_manager.get(code, [])

    def sender_for(self, unit: Unit) -> str:
        """Return who sends this unit's rows: its manager's committee."""
        if unit.kind is UnitKind.STEERING_COMMITTEE:
            return unit.code
        manager = unit.managing_body or unit.code
        return "CAT" if manager == self.province.code else committee_code(manager)

    def committee_of(self, unit: Unit) -> str:
        """Return a government's own committee, or that of a body's manager."""
        own = committee_code(unit.code)
        return own if own in self.by_code else self.sender_for(unit)


def committee_code(host: str) -> str:
    return f"{host}-BCD"


def _grouped(units: Iterable[Unit], key: Callable[[Unit], K]) -> dict[K, list[Unit]]:
    groups: dict[K, list[Unit]] = defaultdict(list)
    for unit in units:
        groups[key(unit)].append(unit)
    return groups
