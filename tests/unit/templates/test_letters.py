"""Letters say what, by when, how and whom to ask, twice, or are not written."""

import email
from collections.abc import Mapping
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from jinja2 import UndefinedError

import templates
from templates.letters import Attachment, Letter, Sender, UnsendableLetterError, compose

MAIL = Path(templates.__file__).parent / "mail"
KINDS = sorted(folder.name for folder in MAIL.iterdir() if folder.name[0] != "_")
Facts = Mapping[str, object]


def write(kind: str, sender: Sender, facts: Facts, *attachments: Attachment) -> Letter:
    return compose(
        kind,
        occasion=f"2021/{kind}",
        sender=sender,
        recipient="ham-duc@binhthuan.example",
        facts=facts,
        attachments=attachments,
    )


def read(letter: Letter) -> EmailMessage:
    return email.message_from_bytes(letter.content, policy=default)


def words(letter: Letter, kind: str) -> str:
    part = read(letter).get_body((kind,))
    assert part is not None
    return str(part.get_content())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_letter_has_its_three_files(kind):
    files = {file.name for file in (MAIL / kind).iterdir()}

    assert files == {"subject.txt", "body.txt", "body.html"}


@pytest.mark.parametrize("kind", KINDS)
def test_both_twins_name_the_unit_the_day_and_whom_to_ask(kind, sender, letter_facts):
    letter = write(kind, sender, letter_facts[kind])

    for twin in (words(letter, "plain"), words(letter, "html")):
        for needed in ("xã Hàm Đức", "05/03/2021", sender.office, sender.contact):
            assert needed.lower() in twin.lower()
        assert "{{" not in twin


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_with_a_missing_fact_is_never_written(kind, sender, letter_facts):
    for missing in letter_facts[kind]:
        facts = {
            name: fact for name, fact in letter_facts[kind].items() if name != missing
        }
        with pytest.raises(UndefinedError, match=missing):
            write(kind, sender, facts)


@pytest.mark.parametrize("kind", KINDS)
def test_any_mail_program_reads_the_bytes(kind, sender, letter_facts):
    pdf = Attachment("Giấy công nhận số 05.pdf", bytes(range(256)) * 9)

    letter = write(kind, sender, letter_facts[kind], pdf)

    message = read(letter)
    raw = email.message_from_bytes(letter.content)["From"]
    [attached] = message.iter_attachments()
    assert message.defects == []
    assert message["Subject"] == letter.subject
    assert message["From"].addresses[0].addr_spec == sender.address
    assert str(make_header(decode_header(raw))).startswith(sender.name)
    assert message["Reply-To"] == sender.reply_to
    assert message["To"] == "ham-duc@binhthuan.example"
    assert message["Message-ID"] == letter.message_id
    assert message["Date"] == "Tue, 02 Mar 2021 07:00:00 +0700"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "vi"
    assert message["List-Id"] == "<antq.binhthuan.example>"
    assert attached.get_filename() == pdf.name
    assert attached.get_content() == pdf.content
    assert all(len(line) <= 78 for line in _lines_of_words(letter))
    assert b"\n" not in letter.content.replace(b"\r\n", b"")


def _lines_of_words(letter: Letter) -> list[bytes]:
    lines = letter.content.split(b"\r\n")
    named = (b"Message-ID", b"Content-", b" filename")
    return [line for line in lines if not line.startswith(named)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_plain_twin_is_tidy(kind, sender, letter_facts):
    text = words(write(kind, sender, letter_facts[kind]), "plain")

    assert "\n\n\n" not in text
    assert not any(line != line.rstrip() for line in text.splitlines())


def test_the_same_occasion_gives_the_same_name(sender, letter_facts):
    facts = letter_facts["digest"]

    first, second = (write("digest", sender, facts) for _ in range(2))
    other = compose(
        "digest",
        occasion="2021/digest",
        sender=sender,
        recipient="khac@binhthuan.example",
        facts=facts,
    )

    assert first == second
    assert first.message_id != other.message_id


def test_what_is_not_checked_against_the_law_is_marked_and_explained(
    sender, letter_facts
):
    [late, reminded] = letter_facts["digest"]["sections"]

    marked, sure = (
        words(
            write("digest", sender, letter_facts["digest"] | {"sections": [one]}),
            "plain",
        )
        for one in (reminded, late)
    )

    assert marked.count("(chưa kiểm chứng)") == 2
    assert "(chưa kiểm chứng)" not in sure


def test_a_clause_that_is_only_listed_is_no_lack_of_the_unit_s(sender, letter_facts):
    [told] = letter_facts["result"]["results"]
    short, missing = told.findings
    listed = replace(told, findings=[short, replace(missing, decides=False)])

    letter = write("result", sender, {**letter_facts["result"], "results": [listed]})

    for kind in ("plain", "html"):
        assert f"{missing.criterion}: nơi xét tự đối chiếu" in words(letter, kind)
        assert f"{short.criterion}: chưa đạt" in words(letter, kind)


def test_facts_are_never_markup(sender, letter_facts):
    facts = {**letter_facts["decision"], "units": ["Tổ A & B <5> Xã"]}

    letter = write("decision", sender, facts)

    assert "Tổ A &amp; B &lt;5&gt; Xã" in words(letter, "html")
    assert "Tổ A & B <5> Xã" in words(letter, "plain")


@pytest.mark.parametrize(
    "address", ["Nguyễn@x.vn", "a@x.vn\r\nBcc: b@x.vn", "a b@x.vn"]
)
def test_an_address_that_would_break_the_post_is_refused(address, sender, letter_facts):
    with pytest.raises(UnsendableLetterError, match=r"địa chỉ|xuống dòng"):
        compose(
            "digest",
            occasion="x",
            sender=sender,
            recipient=address,
            facts=letter_facts["digest"],
        )


def test_a_subject_of_two_lines_is_refused(sender, letter_facts):
    decision = letter_facts["decision"]["decision"]
    broken = {"number": "05\r\nBcc: b@x.vn"}
    facts = letter_facts["decision"] | {
        "decision": type(decision)(**(vars(decision) | broken))
    }

    with pytest.raises(UnsendableLetterError, match="xuống dòng"):
        write("decision", sender, facts)
