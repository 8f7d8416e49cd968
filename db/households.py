"""Households and their pledges: the one large table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from psycopg import Connection, DataError
from psycopg import errors as pg
from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    UniqueConstraint,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key
from db.documents import Issue
from db.units import Unit
from rules.units import UnitKind

HEADER = ("ma_ho", "chu_ho", "ma_khu_dan_cu", "dang_cu_tru", "ngay_cam_ket")
BLOCK = 1 << 18
#: Where PostgreSQL stopped copying.
_LINE = re.compile(r"line (\d+)")


class Household(Base):
    """Code, area, head's name, residing, pledge: no other personal data is kept."""

    __tablename__ = "household"
    __table_args__ = (CheckConstraint("head <> ''", name="head_named"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    head: Mapped[str]
    residing: Mapped[bool]
    pledged_on: Mapped[date | None]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    line: Mapped[int]


class PledgeCount(Base):
    """An area's households on a day that counts: registration, the window's end."""

    __tablename__ = "pledge_count"
    __table_args__ = (
        UniqueConstraint("area_id", "taken_on"),
        CheckConstraint("0 <= pledged AND pledged <= residing", name="within_residing"),
    )

    id: Mapped[Key]
    area_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    taken_on: Mapped[date]
    residing: Mapped[int]
    pledged: Mapped[int]


@dataclass(frozen=True)
class PledgeFile:
    path: Path
    document_id: int


@dataclass(frozen=True)
class Taken:
    """What became of the pledge files of one intake."""

    rows: int
    issues: Sequence[Issue]


_STAGING = """
    CREATE TEMP TABLE pledge_row (
        seq bigint GENERATED ALWAYS AS IDENTITY,
        ma_ho text, chu_ho text, ma_khu_dan_cu text, dang_cu_tru text,
        ngay_cam_ket text, document_id int
    ) ON COMMIT DROP
"""

_COPY = f"COPY pledge_row ({', '.join(HEADER)}) FROM STDIN (FORMAT csv, HEADER match)"

#: Every reason a row can be refused for, with the cell's column and value.
_CHECK = """
    CREATE TEMP TABLE pledge_checked ON COMMIT DROP AS
    WITH numbered AS (
        SELECT *, row_number() OVER (PARTITION BY document_id ORDER BY seq) + 1 AS line
        FROM pledge_row
    ), first_of AS (
        SELECT ma_ho, document_id, min(seq) AS first
        FROM pledge_row GROUP BY ma_ho, document_id HAVING count(*) > 1
    )
    SELECT n.*, a.id AS area_id, CASE
        WHEN btrim(coalesce(n.ma_ho, '')) = '' THEN 'ma_ho|không được để trống'
        WHEN f.first < n.seq THEN 'ma_ho|mã hộ đã có ở dòng trên của tệp này'
        WHEN btrim(coalesce(n.chu_ho, '')) = '' THEN 'chu_ho|không được để trống'
        WHEN a.id IS NULL THEN 'ma_khu_dan_cu|không có khu dân cư mang mã này'
        WHEN coalesce(n.dang_cu_tru, '') NOT IN ('0', '1')
            THEN 'dang_cu_tru|cần 1 (đang cư trú) hoặc 0'
        WHEN n.ngay_cam_ket IS NOT NULL
            AND NOT pg_input_is_valid(n.ngay_cam_ket, 'date')
            THEN 'ngay_cam_ket|cần một ngày dạng năm-tháng-ngày, ví dụ 2021-03-31'
        WHEN n.ngay_cam_ket::date NOT BETWEEN %(first)s AND %(today)s
            THEN 'ngay_cam_ket|ngày cam kết phải trong năm và không sau ngày nhận tệp'
        END AS wrong
    FROM numbered n
    LEFT JOIN unit a ON a.code = n.ma_khu_dan_cu AND a.kind = 'residential_area'
        AND a.valid_from <= %(today)s AND coalesce(a.valid_to, 'infinity') >= %(today)s
    LEFT JOIN first_of f ON f.ma_ho = n.ma_ho AND f.document_id = n.document_id
"""

_ISSUES = """
    SELECT document_id, split_part(wrong, '|', 1), line, split_part(wrong, '|', 2),
           ma_khu_dan_cu, area_id,
           to_jsonb(c) ->> split_part(wrong, '|', 1)
    FROM pledge_checked c WHERE wrong IS NOT NULL ORDER BY seq
"""

_STORE = """
    INSERT INTO household AS h
        (code, area_id, head, residing, pledged_on, document_id, line)
    SELECT DISTINCT ON (ma_ho) ma_ho, area_id, normalize(btrim(chu_ho)),
        dang_cu_tru = '1', ngay_cam_ket::date, document_id, line
    FROM pledge_checked WHERE wrong IS NULL
    ORDER BY ma_ho, seq DESC
    ON CONFLICT (code) DO UPDATE SET
        area_id = excluded.area_id, head = excluded.head,
        residing = excluded.residing, pledged_on = excluded.pledged_on,
        document_id = excluded.document_id, line = excluded.line
    WHERE (h.area_id, h.head, h.residing, h.pledged_on) IS DISTINCT FROM
        (excluded.area_id, excluded.head, excluded.residing, excluded.pledged_on)
"""

_FULFIL = """
    UPDATE obligation AS o SET fulfilled_on = %(today)s
    WHERE o.year = %(year)s AND o.duty = 'pledges'
      AND o.fulfilled_on IS NULL AND o.waived_on IS NULL AND o.locks >= %(today)s
      AND o.unit_id IN (SELECT area_id FROM pledge_checked WHERE wrong IS NULL)
"""


def take_in(session: Session, files: Sequence[PledgeFile], today: date) -> Taken:
    """Store pledge files: COPY to a staging table, one check, one insert.

    Every refused row is reported with its file, line and column; the others are kept.
    """
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, Connection)  # noqa: S101 - psycopg is the only driver
    issues: list[Issue] = []
    connection.execute(_STAGING)
    for file in files:
        issues += _copy(connection, file)
    days = {"today": today, "first": date(today.year, 1, 1), "year": today.year}
    connection.execute(_CHECK, days)
    connection.execute("ANALYZE pledge_checked")
    for document_id, column, line, problem, area, area_id, found in connection.execute(
        _ISSUES
    ):
        place = f"dòng {line}, cột {column}"
        issues.append(
            Issue(document_id, "CSV", place, found or "", problem, area or "", area_id)
        )
    stored = connection.execute(_STORE).rowcount
    connection.execute(_FULFIL, days)
    connection.execute("DROP TABLE pledge_row, pledge_checked")
    return Taken(stored, issues)


def _copy(connection: Connection, file: PledgeFile) -> list[Issue]:
    """Copy one file whole, or not at all."""
    try:
        with connection.transaction():
            connection.execute(
                "ALTER TABLE pledge_row ALTER document_id "
                f"SET DEFAULT {int(file.document_id)}"
            )
            with (
                file.path.open("rb") as source,
                connection.cursor().copy(_COPY) as copy,
            ):
                while block := source.read(BLOCK):
                    copy.write(block)
    except (DataError, pg.BadCopyFileFormat) as problem:
        return [_unreadable(file, problem)]
    return []


def _unreadable(file: PledgeFile, problem: DataError) -> Issue:
    line = _LINE.search(problem.diag.context or "")
    return Issue(
        document_id=file.document_id,
        sheet="CSV",
        place=f"dòng {line.group(1) if line else 1}",
        found="",
        problem=f"tệp phải là CSV UTF-8, dòng đầu: {','.join(HEADER)}",
    )


def snapshot(session: Session, taken_on: date) -> None:
    """Keep each area's count of households residing and pledged by a day."""
    counted = (
        select(
            Unit.id,
            literal(taken_on),
            func.count(Household.code).filter(Household.residing),
            func.count(Household.code).filter(
                Household.residing, Household.pledged_on <= taken_on
            ),
        )
        .outerjoin(Household, Household.area_id == Unit.id)
        .where(Unit.kind == UnitKind.RESIDENTIAL_AREA)
        .group_by(Unit.id)
    )
    columns = ["area_id", "taken_on", "residing", "pledged"]
    session.execute(
        insert(PledgeCount).from_select(columns, counted).on_conflict_do_nothing()
    )
