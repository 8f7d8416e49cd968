"""All that the rows of one person say, by the keys of ``db/persons.py``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.base import Fact
from db.person_awards import LISTED_AWARD, OF_PERSON, PROPOSED_AWARD
from db.persons import parted
from rules.forms import NO, YES, forms

ANSWERS = {True: YES, False: NO}
#: A row as it was sent, under the name of its form until its fields are named.
_FORM = "form of"
_SENT = f"""SELECT s.facts || jsonb_build_object('{_FORM}', s.form, 'Tệp', d.name,
        'Trang', s.sheet, 'Dòng', s."row", 'Nhận ngày', s.received_on)
    FROM submission s JOIN document d ON d.id = s.document_id"""  # noqa: S608 - our own words only

#: What is shown of a key, place by place, in the words of its reader.
_SHOW: Mapping[str, Sequence[tuple[str, str]]] = {
    "H": [
        (
            "Hộ gia đình",
            """SELECT jsonb_build_object('Mã hộ', h.code, 'Chủ hộ', h.head,
                'Khu dân cư', u.name, 'Đang cư trú', h.residing,
                'Ngày cam kết', h.pledged_on, 'Tệp', d.name, 'Dòng', h.line)
            FROM household h JOIN unit u ON u.id = h.area_id
            JOIN document d ON d.id = h.document_id WHERE h.code = :key""",
        )
    ],
    "P": [
        (
            "Người được đề nghị",
            """SELECT jsonb_build_object('Họ và tên', p.full_name,
                'Năm sinh', p.birth_year, 'Giới tính', p.sex, 'Đơn vị', u.name)
            FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.id = :id""",
        ),
        (
            "Hồ sơ đề nghị",
            """SELECT jsonb_build_object('Mã hồ sơ', n.reference, 'Năm', n.year,
                'Chức vụ', n.position, 'Thành tích', n.achievement,
                'Ngày đề nghị', n.proposed_on, 'Đơn vị đề nghị', u.name)
            FROM nomination n JOIN unit u ON u.id = n.proposer_id
            WHERE n.person_id = :id ORDER BY n.year, n.reference""",
        ),
        (
            "Khen thưởng",
            """SELECT jsonb_build_object('Loại hình', a.type, 'Năm', a.year,
                'Thành tích', a.achievement, 'Quyết định', d.number,
                'Ngày ký', d.signed_on)
            FROM award a JOIN decision d ON d.id = a.decision_id
            WHERE a.person_id = :id ORDER BY a.year, d.number""",
        ),
        (
            "Dòng đơn vị đã gửi",
            f"""{_SENT}
            JOIN nomination n ON n.year = s.year AND n.proposer_id = s.unit_id
                AND n.reference = s.facts ->> 'reference'
            WHERE n.person_id = :id AND s.form IN ('nominee', 'service')
            UNION ALL
            {_SENT}
            JOIN person p ON {OF_PERSON} WHERE p.id = :id""",
        ),
    ],
    "D": [
        (
            "Dòng đơn vị đã gửi",
            f"""{_SENT}
            JOIN submission m ON (m.year, m.form, m.unit_id, m.item)
                = (s.year, s.form, s.unit_id, s.item)
            WHERE m.id = :id ORDER BY s.version""",
        )
    ],
    "C": [
        (
            "Ô ghi sai",
            """SELECT jsonb_build_object('Tệp', d.name, 'Trang', i.sheet,
                'Ô', i.place, 'Đang ghi', i.found, 'Ngày', i.found_on)
            FROM intake_issue i JOIN document d ON d.id = i.document_id
            WHERE i.id = :id""",
        )
    ],
    "T": [
        (
            "Thư",
            """SELECT jsonb_build_object('Tiêu đề', l.subject, 'Ngày', l.dated,
                'Gửi', l.recipient) FROM letter l WHERE l.id = :id""",
        )
    ],
}


@dataclass(frozen=True)
class Piece:
    """What one row says of a person, by its names in words."""

    key: str
    place: str
    facts: Mapping[str, Fact]


def show(session: Session, key: str) -> list[Piece]:
    """Return all that the rows of a key say."""
    sort, of = parted(key)
    facts = {"key": of, "id": int(of) if of.isdecimal() else 0}
    return [
        Piece(key, place, _worded(row))
        for place, statement in _SHOW[sort]
        for row in session.scalars(text(statement), facts)
    ]


def _worded(row: Mapping[str, Fact]) -> dict[str, Fact]:
    """Name the fields of a form as its reader knows them, and answer in words."""
    form = forms().get(str(row.get(_FORM)))
    asked = {each.key: each.label for each in form.fields} if form else {}
    return {
        asked.get(key, key): ANSWERS.get(value, value)
        if isinstance(value, bool)
        else value
        for key, value in row.items()
        if key != _FORM
    }


def is_rewarded(session: Session, key: str) -> bool:
    """Say whether a key is of a person or a row behind a decision."""
    sort, of = parted(key)
    known = _REWARDED.get(sort)
    return known is not None and bool(session.scalar(text(known), {"id": int(of)}))


_REWARDED = {
    "P": "SELECT EXISTS (SELECT FROM award WHERE person_id = :id)",
    "D": f"""SELECT EXISTS (SELECT FROM submission s
        WHERE s.id = :id AND ({PROPOSED_AWARD} OR {LISTED_AWARD}))""",  # noqa: S608 - our own words only
}
