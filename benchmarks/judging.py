"""How fast a nation is judged: in one SQL statement a kind, and in plain Python.

``.venv/bin/python benchmarks/judging.py [--scale 1.0] [--rounds 3]``

At scale 1: 34 provinces, 3,321 communes, 90,000 residential areas, 100,000 agencies,
12 households an area. The figures are made up in the database itself.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))  # From wherever it is called.

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from benchmarks import ground
from db import evidence, migrations, verdicts
from db.evidence import Moment
from db.session import reading, transaction
from rules.judgement import Outcome
from rules.recognition import judge, law_of
from rules.units import UnitKind

YEAR, LAST = 2026, date(2026, 12, 31)
PROVINCES, COMMUNES, AREAS, AGENCIES, HOUSEHOLDS = 34, 3_321, 90_000, 100_000, 12
KINDS = (UnitKind.RESIDENTIAL_AREA, UnitKind.AGENCY, UnitKind.COMMUNE)
DATABASE = "nation"

#: Good answers but for one unit in ten, told as units tell them: three rows each.
_FILL = (
    """INSERT INTO document (digest, name, received_on)
       VALUES ('nation', 'ca-nuoc.xlsx', '2026-03-01')""",
    """INSERT INTO unit (code, name, kind, tier, valid_from, special_area)
       SELECT 'T' || n, 'Tỉnh ' || n, 'province', 'province', '2025-07-01', false
       FROM generate_series(1, :provinces) n""",
    """INSERT INTO unit (code, name, kind, tier, valid_from, special_area,
                         territory_id, managing_body_id)
       SELECT 'X' || n, 'Xã ' || n, 'commune', 'commune', '2025-07-01',
              false, t.id, t.id
       FROM generate_series(1, :communes) n
       JOIN unit t ON t.code = 'T' || 1 + n % :provinces""",
    """INSERT INTO unit (code, name, kind, tier, valid_from, special_area,
                         territory_id, managing_body_id)
       SELECT made.kind || n, made.kind || n, made.kind, 'commune', '2025-07-01',
              false, x.id, x.id
       FROM (SELECT 'residential_area' AS kind, generate_series(1, :areas) AS n
             UNION ALL SELECT 'agency', generate_series(1, :agencies)) made
       JOIN unit x ON x.code = 'X' || 1 + n % :communes""",
    """INSERT INTO household (code, area_id, head, residing, pledged_on,
                              document_id, line)
       SELECT u.code || '-' || n, u.id, 'Chủ hộ', true,
              CASE WHEN u.id % 10 <> 0 OR n > 1 THEN date '2026-03-01' END, d.id, n
       FROM unit u CROSS JOIN generate_series(1, :households) n CROSS JOIN document d
       WHERE u.kind = 'residential_area'""",
    """INSERT INTO submission (year, form, unit_id, period, item, version, facts,
                               document_id, sheet, "row", received_on)
       SELECT 2026, told.form, u.id, '2026', '', 1, told.facts, d.id, 'Trang', 2,
              date '2026-03-10'
       FROM unit u CROSS JOIN document d
       CROSS JOIN LATERAL (VALUES
         ('registration', jsonb_build_object('registered_on', '2026-03-01')),
         ('plan', jsonb_build_object('number', '01', 'issued_on', '2026-02-01')),
         ('model', jsonb_build_object('started_on', '2026-02-01')),
         ('dossier', jsonb_build_object('cell_resolution', true, 'follows_law', true,
           'party_resolution', true, 'committee_plan', true, 'crime_reduced', true,
           'force_effective', true, 'police_effective', true, 'internal_rules', true,
           'coordination', true, 'staff_total', 40, 'staff_informed', 40,
           'incidents_unit', u.id % 10 / 9, 'incidents_state', 0,
           'incidents_targets', 0, 'incidents_religion', 0, 'incidents_exploit', 0,
           'incidents_secession', 0, 'incidents_disputes', 0, 'disciplined', 0))
       ) AS told (form, facts)
       WHERE u.kind <> 'province'""",
    "ANALYZE",
)
#: The least that must be read to say anything of the same rows.
_BARE = """
    SELECT u.kind, count(DISTINCT u.id), count(*), count(s.facts ->> 'registered_on'),
           count(*) FILTER (WHERE (s.facts ->> 'follows_law')::boolean)
    FROM unit u JOIN submission s ON s.unit_id = u.id AND s.year = :year
    GROUP BY u.kind
    UNION ALL
    SELECT 'household', count(DISTINCT area_id), count(*), count(pledged_on), 0
    FROM household
"""
BARE, IN_SQL, IN_PYTHON = (
    "câu tổng hợp trơn",
    "SQL, mỗi loại một câu",
    "Python, kèm lý do",
)


def main() -> None:
    asked = _arguments()
    with _nation(asked.scale) as units:
        ways = {BARE: _bare, IN_SQL: _in_sql, IN_PYTHON: _in_python}
        seconds: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(asked.rounds):
            for way, judge_all in ways.items():
                seconds[way].append(ground.seconds(judge_all))
    spent = {way: median(each) for way, each in seconds.items()}
    Console(width=110).print(
        f"\n{units} đơn vị; trung vị của {asked.rounds} vòng, {os.cpu_count()} nhân\n",
        _table(units, spent),
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Đo tốc độ xét công nhận cả nước.")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


@contextmanager
def _nation(scale: float) -> Iterator[int]:
    """Have a database of the country's units; yield how many are judged."""
    counts = {"communes": COMMUNES, "areas": AREAS, "agencies": AGENCIES}
    scaled = {name: max(PROVINCES, round(n * scale)) for name, n in counts.items()}
    with ground.office(DATABASE):
        migrations.upgrade(os.environ["DATABASE_URL"])
        given = scaled | {"provinces": PROVINCES, "households": HOUSEHOLDS}
        with transaction() as session:
            for statement in _FILL:
                session.execute(text(statement), given)
        yield sum(scaled.values())


def _bare() -> None:
    with reading() as session:
        session.execute(text(_BARE), {"year": YEAR}).all()


def _in_sql() -> None:
    outcomes: dict[int, Outcome] = {}
    with reading() as session:
        for kind in KINDS:
            law, when = law_of(kind, YEAR)
            moment = Moment(YEAR, when.end, LAST, outcomes)
            found = verdicts.of_units(session, kind, law, when.days, moment)
            outcomes |= {each.unit_id: each.outcome for each in found}
    _check(outcomes)


def _in_python() -> None:
    from tasks.findings import facts  # noqa: PLC0415 - after settling

    outcomes: dict[int, Outcome] = {}
    with reading() as session:
        for kind in KINDS:
            closes = law_of(kind, YEAR)[1].end
            units = evidence.subjects(session, [kind], closes)
            moment = Moment(YEAR, closes, LAST, dict(outcomes))
            known = evidence.gather(session, units, moment)
            for unit in units:
                told = facts(known.pop(unit.id, ()))
                outcomes[unit.id] = judge(kind, YEAR, told).outcome
    _check(outcomes)


def _check(outcomes: dict[int, Outcome]) -> None:
    """Refuse a figure of a judging in which nobody passed or nobody failed."""
    assert {Outcome.MET, Outcome.UNMET} <= set(outcomes.values())  # noqa: S101 - a benchmark


def _table(units: int, seconds: dict[str, float]) -> Table:
    table = Table("Cách xét", box=MARKDOWN)
    for column in ("giây", "đơn vị/giây", f"so với {BARE}"):
        table.add_column(column, justify="right")
    for way, spent in seconds.items():
        ratio = f"{spent / seconds[BARE]:.1f}".replace(".", ",")
        table.add_row(way, f"{spent:.2f}", f"{units / spent:,.0f}", ratio)
    return table


if __name__ == "__main__":
    main()
