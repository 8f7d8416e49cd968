"""The book of receipts: what it keeps, and what the outbox believes of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from db import outbox, receipts
from db.outbox import Letter, LetterStatus
from db.receipts import Receipt, Word
from db.session import transaction
from tasks.letters import OFFICE_TIME
from tasks.receipts import Book
from tests import factories

DAY, NEXT = date(2021, 3, 1), date(2021, 3, 2)
AT = datetime(2021, 3, 1, 9, tzinfo=OFFICE_TIME)


def receipt(number, word=Word.TAKEN, answer="2.0.0 Ok", after=0) -> Receipt:
    at = AT + timedelta(seconds=after)
    return Receipt(word, f"<{number}@mau.example>", "mx:25", answer, at)


def test_the_letters_of_a_day_share_a_page_whenever_they_leave(tmp_path):
    written, read = Book(tmp_path), Book(tmp_path)
    late = receipt(2, after=86_400 * 40)

    written.write(DAY, receipt(1))
    written.write(NEXT, receipt(3))
    written.write(DAY, late)

    assert list(read.of([DAY])) == [receipt(1), late]
    assert list(read.of([NEXT])) == [receipt(3)]
    assert list(read.of([date(2021, 3, 3)])) == []


def test_postmen_who_turn_the_page_at_once_lose_no_line_and_close_it_once(tmp_path):
    book = Book(tmp_path)

    def carry(postman: int) -> None:
        for number in range(200):
            book.write((DAY, NEXT)[number % 2], receipt(postman * 200 + number))
            book.keep()

    with ThreadPoolExecutor(4) as postmen:
        list(postmen.map(carry, range(4)))

    read = list(book.of([DAY, NEXT]))
    assert len(read) == len(set(read)) == 4 * 200


@pytest.mark.parametrize("torn", [b"", b"2021-03-01T09:", b"2021-03-01T09:00:00\tta"])
def test_a_line_torn_by_a_power_cut_says_nothing_and_spoils_no_page(tmp_path, torn):
    book = Book(tmp_path)
    book.write(DAY, receipt(1))
    with (tmp_path / f"{DAY}.tsv").open("ab") as page:
        page.write(torn)

    book.write(DAY, receipt(2))
    book.write(DAY, receipt(3))

    read = list(book.of([DAY]))
    assert read[0] == receipt(1)
    assert read[-1] == receipt(3)
    assert set(read) <= {receipt(number) for number in (1, 2, 3)}


def test_an_answer_of_several_lines_is_one_line_of_the_book(tmp_path):
    book = Book(tmp_path)

    book.write(DAY, receipt(1, answer="2.0.0 Ok\r\nqueued\tas 7"))

    assert [each.answer for each in book.of([DAY])] == ["2.0.0 Ok queued as 7"]


@pytest.mark.usefixtures("province")
def test_the_last_word_for_a_letter_counts():
    words = {
        0: [Word.HANDED, Word.TAKEN],
        1: [Word.HANDED, Word.REFUSED],
        2: [Word.HANDED, Word.REFUSED, Word.HANDED],
        3: [],
    }
    with transaction() as session:
        outbox.queue(session, map(factories.draft, words))
        told = [receipt(number, word) for number in words for word in words[number]]

        receipts.settle(session, told)

        columns = (Letter.status, Letter.is_doubted, Letter.answer)
        found = session.execute(select(*columns).order_by(Letter.id)).all()
    assert found == [
        (LetterStatus.SENT, False, "2.0.0 Ok"),
        (LetterStatus.QUEUED, False, None),
        (LetterStatus.QUEUED, True, None),
        (LetterStatus.QUEUED, False, None),
    ]
