"""Empty the outbox."""

from prefect import flow

from tasks.mail import carry_letters


@flow(name="Gửi thư", flow_run_name="Gửi thư")
async def send_letters() -> None:
    """Chuyển mọi thư đang chờ tới máy chủ thư. Thư đã gửi không gửi lần hai."""
    while (await carry_letters()).sent:
        pass
