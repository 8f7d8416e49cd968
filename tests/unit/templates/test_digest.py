"""A digest says the same twice, and puts its dates in the reader's calendar."""

import email
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from email.policy import default
from xml.etree.ElementTree import Element

import html5lib
import pytest

from templates.digests import Received, Section, Topic, section
from templates.letters import Letter, Sender, compose
from tests.unit.templates.mornings import MORNINGS, PLAN, REGISTER, late, of


def write(sender: Sender, sections: Sequence[Section]) -> Letter:
    return compose(
        "digest",
        occasion="2021/digest/2021-03-02/a",
        sender=sender,
        recipient="ham-duc@binhthuan.example",
        facts={"to": "Xã Hàm Đức", "year": 2021, "sections": sections},
    )


def read(letter: Letter) -> EmailMessage:
    return email.message_from_bytes(letter.content, policy=default)


def part(letter: Letter, kind: str) -> str:
    found = read(letter).get_body((kind,))
    assert found is not None
    return str(found.get_content())


Cards = list[tuple[str, list[tuple[str, str]]]]


def text_cards(letter: Letter) -> Cards:
    """Read each task and what is said of it from the plain twin."""
    cards: Cards = []
    for line in part(letter, "plain").splitlines():
        if line.startswith("* "):
            cards.append((line[2:], []))
        elif line.startswith("  - "):
            cards[-1][1].append((line[4:], ""))
        elif line.startswith("    Đã báo: "):
            units, _ = cards[-1][1].pop()
            cards[-1][1].append((units, line[12:]))
        elif line.startswith("  "):
            label, _, said = line[2:].partition(": ")
            cards[-1][1].append((label, said))
    return cards


def html_cards(letter: Letter) -> Cards:
    """Read the same from the tables of the other twin."""
    page = html5lib.parse(part(letter, "html"), namespaceHTMLElements=False)
    cards: Cards = []
    for row in page.iter("tr"):
        cells = row.findall("td")
        told = row.find("td/span")
        if told is not None:
            cards[-1][1].append((cells[0].text or "", words(told)[8:]))
            continue
        match [words(cell) for cell in cells]:
            case [title] if "font-weight:bold" in cells[0].get("style", ""):
                cards.append((title, []))
            case [label, said]:
                cards[-1][1].append((label, said))
    return cards


def words(cell: Element) -> str:
    return "".join(cell.itertext()).strip()


@pytest.mark.parametrize("name", MORNINGS)
def test_both_twins_say_the_same_of_the_same_duties(name, sender):
    letter = write(sender, MORNINGS[name])

    assert text_cards(letter) == html_cards(letter)
    assert [title for title, _ in text_cards(letter)] == [
        card.title for each in MORNINGS[name] for card in each.cards
    ]


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("opened", f"Mời thực hiện, hạn 05/03/2021: {REGISTER.title}"),
        (
            "late and reminded",
            "01 việc quá hạn, 01 việc đến hạn gần nhất 05/03/2021",
        ),
        (
            "superior",
            (
                "Đề nghị chỉ đạo 40 lượt việc quá hạn, 01 việc quá hạn,"
                " 01 việc đến hạn gần nhất 05/03/2021"
            ),
        ),
        (
            "leadership",
            (
                "Đề nghị chỉ đạo: 130 lượt việc quá hạn của đơn vị thuộc quyền,"
                " đến ngày 02/03/2021"
            ),
        ),
        (
            "office",
            (
                "02 lượt việc quá hạn của đơn vị, 01 việc của Thường trực quá hạn,"
                " 01 việc của Thường trực đến hạn gần nhất 05/03/2021,"
                " 01 việc của Thường trực được gia hạn,"
                " 01 việc của Thường trực bàn giao,"
                " 01 việc của Thường trực mới, hạn đầu tiên 05/03/2021"
            ),
        ),
        (
            "put off, handed over, received",
            "01 việc được gia hạn, 01 việc bàn giao, 01 việc đã nhận",
        ),
    ],
)
def test_the_subject_counts_by_urgency(name, subject, sender):
    assert write(sender, MORNINGS[name]).subject == subject


@pytest.mark.parametrize(
    ("topic", "subject"),
    [
        (Topic.OVERDUE, "Quá hạn từ 05/03/2021: "),
        (Topic.REMINDER, "Nhắc hạn 05/03/2021: "),
        (Topic.EXTENDED, "Gia hạn đến 05/03/2021: "),
        (Topic.HANDED_OVER, "Bàn giao việc, hạn 05/03/2021: "),
        (Topic.OPENED, "Mời thực hiện, hạn 05/03/2021: "),
        (Topic.RECEIVED, "Đã nhận: "),
        (Topic.WAIVED, "Được miễn: "),
    ],
)
def test_a_letter_about_one_task_names_it_in_its_subject(topic, subject, sender):
    letter = write(sender, [section(topic, of(REGISTER, "Thôn Một", "Thôn Hai"))])

    assert letter.subject == subject + REGISTER.title


def test_a_task_many_units_owe_is_one_card_that_names_some_and_counts_the_rest():
    told = section(Topic.REMINDER, of(REGISTER, *(f"Thôn {n}" for n in range(400))))

    [card] = told.cards
    assert (told.tasks, told.duties, told.unshown) == (1, 400, 0)
    assert dict(card.rows)["Đơn vị"].endswith("; Thôn 19 và 380 đơn vị nữa")


def test_a_duty_says_for_whom_it_waits():
    [card] = section(Topic.REMINDER, of(REGISTER, awaited=["A", "B", "C"])).cards
    [many] = section(Topic.REMINDER, of(REGISTER, awaited=["A"] * 12)).cards

    assert dict(card.rows)["Đang chờ"] == "03 đơn vị: A; B; C"
    assert dict(many.rows)["Đang chờ"].endswith("; A và 02 đơn vị nữa")


@pytest.mark.parametrize(
    ("received", "said"),
    [
        (Received(date(2021, 3, 2), 0, late=False), "ngày 02/03/2021, trong hạn"),
        (
            Received(date(2021, 3, 2), 2, late=True),
            "ngày 02/03/2021, chậm 02 ngày làm việc",
        ),
        (
            Received(date(2021, 3, 2), 1, late=False),
            "ngày 02/03/2021, chậm 01 ngày làm việc, vẫn tính là đúng hạn",
        ),
        (
            Received(date(2021, 3, 2), 0, late=True),
            "ngày 02/03/2021, trong hạn, đã để quá hạn trước đó",
        ),
    ],
)
def test_a_result_is_received_on_a_day_late_or_in_time(received, said):
    [card] = section(Topic.RECEIVED, of(PLAN, over=received)).cards

    assert dict(card.rows)["Đã nhận"] == said


def test_the_late_beyond_a_hundred_are_counted_not_dropped(sender):
    letter = write(sender, MORNINGS["leadership"])

    for twin in ("plain", "html"):
        assert "còn 130 lượt việc" in part(letter, twin)
        assert "Xã 100" in part(letter, twin)
        assert "Xã 101" not in part(letter, twin)
        assert "Còn 30 lượt việc nữa" in part(letter, twin)


def test_units_told_alike_are_named_together():
    [card] = section(Topic.ASKED, late(["Xã A", "Xã B", "Xã C"])).cards

    assert card.told == [
        ("Xã A", "chưa báo được cho ai"),
        ("02 đơn vị: Xã B; Xã C", "đơn vị ngày 23/02/2021 và 01/03/2021"),
    ]


def test_tasks_beyond_fifty_are_counted_not_dropped():
    many = [replace(REGISTER, title=f"Việc {n}") for n in range(60)]

    told = section(Topic.OPENED, [line for duty in many for line in of(duty, "A", "B")])

    assert (len(told.cards), told.tasks, told.unshown) == (50, 60, 20)
