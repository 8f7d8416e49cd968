"""Frame our papers by NĐ 30/2020 and keep them where people look."""

import os
import re
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from db import units
from db.council import Decision
from db.units import Unit
from rules.errors import UnclearRequestError
from rules.units import TERRITORIES
from templates import papers
from templates.paper_facts import Frame, Ground, Signature

NUMBER = re.compile(r"^(\d+)/(.+)$")
SHELF = "giay-to"


def folder(year: int) -> Path:
    """Return the folder papers are kept in: ANTQ_OUT, or ``out`` where we stand."""
    return Path(os.environ.get("ANTQ_OUT", "out")) / SHELF / str(year)


def check_folder(folder: Path) -> None:
    """Refuse to keep files in what is a file itself."""
    if folder.exists() and not folder.is_dir():
        raise UnclearRequestError(f"“{folder}” là một tệp; hãy ghi tên một thư mục.")


def keep(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.write_bytes(content)
    draft.replace(path)
    return path


def keep_both(path: Path, paper: papers.Paper) -> None:
    """Keep a paper to print and the same paper to edit."""
    keep(path.with_suffix(".pdf"), papers.pdf(paper))
    keep(path.with_suffix(".docx"), papers.docx(paper))


def number_of(written: str | None) -> tuple[int | None, str]:
    """Part “15/KH-BCĐ” into its number and its symbol."""
    found = NUMBER.match(written or "")
    return (int(found[1]), found[2]) if found else (None, written or "")


def committee_frame(  # noqa: PLR0913 - what the head and foot of a paper must say
    session: Session,
    *,
    kind: str,
    number: str | None,
    fallback: str,
    day: date | None,
    year: int,
    subject: str,
    grounds: tuple[Ground, ...],
) -> Frame:
    """Frame a paper of the province's steering committee."""
    committee, province = units.office(session), units.province(session)
    serial, symbol = number_of(number)
    return Frame(
        parent=body_name(province),
        issuer=committee.name,
        number=serial,
        symbol=symbol or fallback,
        place=place(province),
        day=day,
        year=year,
        kind=kind,
        subject=subject,
        signature=Signature(["TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN"], ""),
        recipients=[
            "Thành viên Ban Chỉ đạo",
            "Các sở, ban, ngành, đoàn thể cấp tỉnh",
            "Ủy ban nhân dân và Ban Chỉ đạo cấp dưới",
            f"Lưu: VT, {committee.symbol or 'BCĐ'}",
        ],
        grounds=grounds,
    )


def decision_frame(  # noqa: PLR0913, PLR0917 - what its head and foot must say
    session: Session,
    issuer: Unit,
    seat: Unit,
    decision: Decision,
    subject: str,
    grounds: tuple[Ground, ...],
) -> Frame:
    """Frame a decision of the body that signed it, at its seat."""
    serial, symbol = number_of(decision.number)
    above = session.get(Unit, issuer.managing_body_id or 0)
    return Frame(
        parent=body_name(above) if above else "",
        issuer=body_name(issuer),
        number=serial,
        symbol=symbol,
        place=place(seat),
        day=decision.signed_on,
        year=decision.year,
        kind="Quyết định",
        subject=subject,
        signature=Signature([decision.signer_title.upper()], ""),
        recipients=["Như Điều 3", "Thường trực Ban Chỉ đạo tỉnh", "Lưu: VT"],
        grounds=grounds,
        decided_by=decision.signer_title,
    )


def body_name(unit: Unit) -> str:
    """Name the body that acts: of a territory, its People's Committee."""
    return unit.short_name or unit.name


def seat(session: Session, unit: Unit) -> Unit | None:
    """Return the territory a body sits in; a ministry sits in none of ours."""
    if unit.kind in TERRITORIES:
        return unit
    return session.get(Unit, unit.territory_id or 0)


def place(unit: Unit) -> str:
    """Name the place a paper is dated at: the territory's own name."""
    kinds = r"^(tỉnh|thành phố|huyện|thị xã|xã|phường|thị trấn|đặc khu)\s+"
    return re.sub(kinds, "", unit.name, flags=re.IGNORECASE)
