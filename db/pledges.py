"""Take in the households' pledges: a copy, one check, one insert, at any size."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from psycopg import Connection
from sqlalchemy.orm import Session

from db import documents, pledge_staging
from db import pledge_statements as sql
from db.documents import Issue
from db.pledge_copies import (
    PledgeFile,
    PledgeSheet,
    Step,
    Watch,
    copy_all,
    copy_sheets,
)
from rules.persons import ERASED, EXPIRED

#: So many wrong rows of a file are told one by one; the table keeps them all.
LISTED = 1000
#: Pages of checked rows stored by one statement.
PAGES = 2000


@dataclass(frozen=True)
class Taken:
    """What became of the pledge files of one intake."""

    #: Households new or changed.
    rows: int = 0
    #: Rows, and whole files, that were not taken in.
    refused: int = 0
    #: The first of each file, then how many more there are of each kind.
    issues: Sequence[Issue] = ()
    #: Good rows of each file that holds wrong ones too.
    accepted: Mapping[int, int] = field(default_factory=dict)


def take_in(
    session: Session,
    files: Sequence[PledgeFile],
    today: date,
    watch: Watch = lambda _: None,
    sheets: Sequence[PledgeSheet] = (),
) -> Taken:
    """Store the good rows of pledge files, and keep why each other was refused.

    Lines are those of a text editor: the header is line 1, and a break within quotes
    begins one more.
    """
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, Connection)  # noqa: S101 - psycopg is the only driver
    days = {
        "today": today,
        "first": date(today.year, 1, 1),
        "year": today.year,
        "expired": EXPIRED,
        "erased": ERASED,
    }
    for statement in pledge_staging.PREPARE:
        connection.execute(statement)
    copied, broken = copy_all(connection, files, watch)
    copied += copy_sheets(connection, sheets)
    documents.report(session, broken, today)
    watch(Step("Kiểm tra", 0, 1))
    for statement in sql.CHECK:
        connection.execute(statement, days)
    told = [*broken, *_listed(connection)]
    accepted = dict(connection.execute(sql.ACCEPTED).fetchall())
    refused = len(broken) + _count(connection, "SELECT count(*) FROM pledge_wrong")
    sources = {each.document_id for each in files}
    sources |= {each.document_id for each in sheets}
    connection.execute(sql.TRUST, {"documents": list(sources)})
    rows = _store(connection, copied, watch)
    watch(Step("Ghi dòng sai", 0, 1))
    for statement in (sql.KEEP_WRONG, sql.DISTRUST, sql.FULFIL, sql.DROP):
        connection.execute(statement, days)
    return Taken(rows, refused, told, accepted)


def _listed(connection: Connection) -> Iterator[Issue]:
    for statement in (sql.LISTED, sql.UNLISTED):
        for row in connection.execute(statement, {"most": LISTED}):
            yield Issue(*row)


def _store(connection: Connection, copied: int, watch: Watch) -> int:
    pages, rows = _count(connection, sql.PAGES), 0
    watch(Step("Ghi", 0, copied))
    for first in range(0, pages, PAGES):
        until = min(first + PAGES, pages)
        some = {"since": f"({first},0)", "until": f"({until},0)", "erased": ERASED}
        rows += connection.execute(sql.STORE, some).rowcount
        watch(Step("Ghi", copied * until // pages, copied))
    return rows


def _count(connection: Connection, query: str) -> int:
    (number,) = connection.execute(query).fetchone() or (0,)
    return int(number)
