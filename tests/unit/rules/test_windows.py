from datetime import date

import pytest

from rules.errors import LawNotInForceError
from rules.units import UnitKind
from rules.windows import window


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [
        (UnitKind.RESIDENTIAL_AREA, date(2025, 11, 1), date(2026, 10, 31)),
        (UnitKind.COMMUNE, date(2025, 11, 16), date(2026, 11, 15)),
        (UnitKind.AGENCY, date(2025, 11, 16), date(2026, 11, 15)),
        (UnitKind.ENTERPRISE, date(2025, 11, 16), date(2026, 11, 15)),
        (UnitKind.SCHOOL, date(2025, 11, 16), date(2026, 11, 15)),
        (UnitKind.SECURITY_TEAM, date(2025, 11, 15), date(2026, 11, 14)),
    ],
)
def test_each_kind_has_its_own_window_both_ends_included(kind, start, end):
    year = window(kind, 2026)

    assert (year.start, year.end) == (start, end)
    assert year.holds(start)
    assert year.holds(end)
    assert not year.holds(date.fromordinal(start.toordinal() - 1))
    assert not year.holds(date.fromordinal(end.toordinal() + 1))


def test_windows_of_successive_years_leave_no_day_out():
    before, after = window(UnitKind.COMMUNE, 2021), window(UnitKind.COMMUNE, 2022)

    assert (after.start - before.end).days == 1


@pytest.mark.parametrize(
    ("year", "document", "confidence"),
    [
        (2021, "Thông tư 23/2012/TT-BCA", "unconfirmed"),
        (2022, "Thông tư 124/2021/TT-BCA", "read"),
    ],
)
def test_the_window_is_that_of_the_text_in_force_when_it_closes(
    year, document, confidence
):
    ground = window(UnitKind.RESIDENTIAL_AREA, year).provision

    assert (ground.document, ground.confidence) == (document, confidence)


def test_security_teams_had_no_window_before_2026():
    with pytest.raises(LawNotInForceError, match="Tổ bảo vệ an ninh, trật tự"):
        window(UnitKind.SECURITY_TEAM, 2021)
