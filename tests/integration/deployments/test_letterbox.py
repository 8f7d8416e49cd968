import asyncio
import email.policy
from email.message import EmailMessage
from email.parser import BytesParser

import aiosmtplib
import pytest

from deployments import letterbox
from rules.errors import ServiceUnavailableError


def letter(number: int) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "an-ninh@tinh.gov.vn"
    message["To"] = "xa-tan-lap@tinh.gov.vn"
    message["Subject"] = f"Đôn đốc đăng ký lần {number}"
    message["Message-ID"] = "<one-and-the-same@antq>"
    message.set_content("Đề nghị đơn vị gửi bản đăng ký trước ngày 20/11.")
    return message


async def send(host: str, port: int, letters: list[EmailMessage]) -> None:
    async with aiosmtplib.SMTP(hostname=host, port=port) as smtp:
        for each in letters:
            await smtp.send_message(each)


def test_everything_accepted_is_kept_even_twice_the_same(tmp_path):
    with letterbox.running(tmp_path / "thư") as (host, port):
        asyncio.run(send(host, port, [letter(1), letter(1), letter(2)]))

    kept = sorted((tmp_path / "thư" / "new").iterdir())
    parser = BytesParser(policy=email.policy.default)
    read = [parser.parsebytes(path.read_bytes()) for path in kept]
    assert [(each["Delivered-To"], each["Subject"]) for each in read] == [
        ("xa-tan-lap@tinh.gov.vn", "Đôn đốc đăng ký lần 1"),
        ("xa-tan-lap@tinh.gov.vn", "Đôn đốc đăng ký lần 1"),
        ("xa-tan-lap@tinh.gov.vn", "Đôn đốc đăng ký lần 2"),
    ]


def test_what_cannot_be_kept_is_not_accepted(tmp_path):
    with letterbox.running(tmp_path) as (host, port):
        (tmp_path / "new").rmdir()
        with pytest.raises(aiosmtplib.SMTPDataError, match="Insufficient"):
            asyncio.run(send(host, port, [letter(1)]))

    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_letterbox_that_cannot_be_made_is_reported(tmp_path):
    (tmp_path / "thư").write_text("")

    with (
        pytest.raises(ServiceUnavailableError, match="Không tạo được hộp thư"),
        letterbox.running(tmp_path / "thư"),
    ):
        pass
