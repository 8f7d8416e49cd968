"""What a draft asks otherwise of the same criterion is told, and told once."""

from datetime import date

import pytest

from rules.changes import ODD_DAYS, POSTS, changes
from rules.criteria import criterion
from rules.differences import Change, Part, between
from rules.entries import Book, Entry

DAY = date(2026, 1, 1)
NONE, TOLD = "không có trường hợp nào", "phải được xác nhận “Có”"
DISCIPLINED = "số cán bộ, chiến sĩ Công an xã bị kỷ luật"
SINCE_510 = '[[tables]]\nname = "Từ khi có Quyết định 510/QĐ-BCA-V05"\n'
REGISTERED = "đơn vị thuộc diện xét đã đăng ký"


@pytest.mark.parametrize(
    ("id_", "draft", "told"),
    [
        (
            "incidents_state",
            "conclusive = false",
            [
                (
                    Part.CHECK,
                    NONE,
                    f"{NONE}; có trường hợp thì xem xét mức độ, chưa kết luận ngay",
                )
            ],
        ),
        (
            "disciplined",
            'facts = ["disciplined", "models"]',
            [
                (
                    Part.FACTS,
                    DISCIPLINED,
                    f"{DISCIPLINED}; số mô hình đang hoạt động có hiệu quả",
                )
            ],
        ),
        (
            "children_registered",
            "more_than = true\npercent = 90",
            [
                (Part.NUMBER, "100%", "90%"),
                (
                    Part.CHECK,
                    f"đủ 100% {REGISTERED}",
                    f"hơn 90% {REGISTERED}, đúng bằng là chưa đủ",
                ),
            ],
        ),
        ("children_registered", "percent = 90", [(Part.NUMBER, "100%", "90%")]),
        ("committee_plan", 'by = "04-15"', [(Part.DEADLINE, "31/03", "15/04")]),
        (
            "registered",
            'check = "must_hold"\nfact = "committee_plan"',
            [
                (
                    Part.CHECK,
                    "ngày trong mốc thời gian đánh giá, chậm nhất 31/03",
                    f"{TOLD}, hạn 31/03",
                ),
                (Part.FACTS, "ngày đăng ký", "kế hoạch của Ủy ban nhân dân"),
            ],
        ),
        (
            "police_effective",
            "may_not_apply = true",
            [(Part.CHECK, TOLD, f"{TOLD}; không áp dụng thì coi là đạt")],
        ),
    ],
)
def test_a_draft_that_asks_the_same_words_otherwise_is_told(tmp_path, id_, draft, told):
    text = f'[[criteria]]\nid = "{id_}"\n{draft}\n'

    found = drafted(tmp_path, "recognition/tt124-2021/commune.toml", text)

    assert [(each.part, each.before, each.after) for each in found] == told


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        (
            "grading/qd510-commune.toml",
            '[[items]]\nid = "1"\nknockout = true',
            "dưới điểm tối đa thì chỉ xếp mức thấp nhất",
        ),
        (
            "commendations/medal/tt20-2025.toml",
            '[[criteria]]\nid = "excluded"\nhold = true',
            "có thì chưa xét, chờ kết luận",
        ),
    ],
)
def test_what_an_unmet_criterion_leads_to_is_told(tmp_path, file, text, told):
    found = drafted(tmp_path, file, text)

    assert {(each.part, each.after) for each in found} == {
        (Part.CHECK, f"{found[0].before}; {told}")
    }


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        (
            "commendations/medal/tt20-2025.toml",
            '[[categories]]\nid = "leader"\nposts = []',
            [(POSTS, Part.CHECK, "Lãnh đạo", "")],
        ),
        (
            "grading/bands.toml",
            f'{SINCE_510}[[tables.bands]]\nid = "good"\nneeds_recognition = true',
            [("Mức khá phải được công nhận", Part.CHECK, "không", "có")],
        ),
        (
            "commendations/service.toml",
            '[[countings]]\nid = "Bộ luật Dân sự"\ndays_in_a_month = 31',
            [(ODD_DAYS, Part.NUMBER, "30", "31")],
        ),
    ],
)
def test_what_stands_beside_the_criteria_is_compared_too(tmp_path, file, text, told):
    found = drafted(tmp_path, file, text)

    parts = [(each.criterion, each.part, each.before, each.after) for each in found]
    assert list(dict.fromkeys(parts)) == told


def test_the_order_of_ranks_is_part_of_how_a_criterion_is_checked():
    before, after = a_rank(["Tốt", "Khá", "Đạt"]), a_rank(["Khá", "Tốt", "Đạt"])

    assert list(between("Xã", [before], [after])) == [
        Change(
            "Xã",
            "Xếp loại",
            Part.CHECK,
            "từ bậc “Khá” trở lên (cao xuống thấp: Tốt; Khá; Đạt)",
            "từ bậc “Khá” trở lên (cao xuống thấp: Khá; Tốt; Đạt)",
        )
    ]


def drafted(folder, file, text):
    path = folder / file
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return changes(DAY, DAY, Book(folder))


def a_rank(ranks):
    values = {
        "id": "rank",
        "text": "Xếp loại",
        "document": "Thông tư 0/2000",
        "since": date(2000, 1, 1),
        "confidence": "read",
        "encoding": "encoded",
        "check": "rank_at_least",
        "fact": "party_rank",
        "ranks": ranks,
        "least": "Khá",
    }
    return criterion(Entry("thu.toml", "rank", values))
