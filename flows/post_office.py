"""Empty the outbox; read what came back."""

from prefect import flow

from flows.clock import office_day, office_now
from flows.parameters import Today
from tasks.imap import is_configured, read_mailbox
from tasks.mail import carry_letters


@flow(name="Gửi thư", flow_run_name="Gửi thư")
async def send_letters(today: Today = None) -> None:
    """Chuyển thư đang chờ, trong giờ hành chính. Thư đã gửi không gửi lần hai."""
    while (await carry_letters(office_now(today))).sent:
        pass


@flow(name="Đọc thư báo lỗi", flow_run_name="Đọc thư báo lỗi")
async def read_bounces(today: Today = None) -> None:
    """Đọc thư báo lỗi, ghi thư nào không tới nơi. Không có IMAP_HOST thì thôi."""
    if is_configured():
        read_mailbox(office_day(today))
