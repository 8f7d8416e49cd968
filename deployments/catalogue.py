"""The deployments there are: one list, served here and mirrored in prefect.yaml."""

from dataclasses import dataclass
from typing import Any

from prefect import Flow

from flows.annual_cycle import issue_plan, run_day, start_year
from flows.certificates import issue_certificates
from flows.commendations import nominate, record_council, record_decision
from flows.duties import extend_duty, waive_duty
from flows.festival import hold_festival
from flows.inspections import inspect_quarter
from flows.intake import take_in
from flows.post_office import read_bounces, send_letters
from flows.purge import purge_persons
from flows.recognition import grade, recognise
from flows.reviews import review

TIME_ZONE = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True)
class Deployment:
    """A flow the secretariat may start, and the schedule it starts by itself on."""

    name: str
    flow: Flow[Any, Any]
    cron: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def entrypoint(self) -> str:
        return f"{self.flow.fn.__module__}.{self.flow.fn.__name__}"

    @property
    def description(self) -> str:
        return (self.flow.fn.__doc__ or "").strip()


CLOCK, SECRETARIAT = ("theo-lich",), ("thuong-truc",)

DEPLOYMENTS = (
    Deployment("viec-trong-ngay", run_day, cron="0 7 * * *", tags=CLOCK),
    Deployment("gui-thu", send_letters, cron="*/5 * * * *", tags=CLOCK),
    Deployment("doc-thu-bao-loi", read_bounces, cron="*/15 * * * *", tags=CLOCK),
    Deployment("bat-dau-nam", start_year, tags=SECRETARIAT),
    Deployment("ban-hanh-ke-hoach", issue_plan, tags=SECRETARIAT),
    Deployment("nhan-tep", take_in, tags=SECRETARIAT),
    Deployment("kiem-tra-quy", inspect_quarter, tags=SECRETARIAT),
    Deployment("so-ket-tong-ket", review, tags=SECRETARIAT),
    Deployment("ngay-hoi", hold_festival, tags=SECRETARIAT),
    Deployment("xet-cong-nhan", recognise, tags=SECRETARIAT),
    Deployment("phan-loai", grade, tags=SECRETARIAT),
    Deployment("de-nghi-khen-thuong", nominate, tags=SECRETARIAT),
    Deployment("ghi-nhan-hoi-dong", record_council, tags=SECRETARIAT),
    Deployment("ghi-nhan-quyet-dinh", record_decision, tags=SECRETARIAT),
    Deployment("cap-giay-cong-nhan", issue_certificates, tags=SECRETARIAT),
    Deployment("xoa-du-lieu-ca-nhan", purge_persons, tags=SECRETARIAT),
    Deployment("gia-han", extend_duty, tags=SECRETARIAT),
    Deployment("mien-viec", waive_duty, tags=SECRETARIAT),
)
