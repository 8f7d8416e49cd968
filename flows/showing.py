"""What leadership sees in Prefect: counts by stage and tier, never persons."""

from datetime import date

from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    acreate_table_artifact,
)

from rules.reporting import reports
from tasks.intake import Intake
from tasks.progress import stage_table


async def show_progress(day: date) -> None:
    """Show where the year stands: n/N by tier, who is late, what is next due."""
    await acreate_table_artifact(
        key=f"tien-do-{day.year}",
        table=[dict(row) for row in stage_table(day.year, day)],
        description=f"Tiến độ năm {day.year} đến ngày {day:%d/%m/%Y}",
    )


async def show_intake(taken: Intake, day: date) -> None:
    """Show how much of what arrived was taken in, and each thing to put right."""
    if not taken.files:
        return
    await acreate_progress_artifact(
        taken.share,
        key=f"nhan-tep-{day.year}",
        description=f"Ngày {day:%d/%m/%Y}: {taken.files} tệp, {taken.rows} dòng,"
        f" {taken.households} hộ, {taken.issues} chỗ cần sửa",
    )
    if taken.places:
        await acreate_table_artifact(
            key=f"tep-can-sua-{day.year}",
            table=[{"Cần sửa": problem} for problem in taken.places],
            description=f"{taken.issues} chỗ cần sửa, nhận ngày {day:%d/%m/%Y}",
        )
    if taken.unread:
        await acreate_table_artifact(
            key=f"tep-khong-doc-{day.year}",
            table=[{"Không đọc": sentence} for sentence in taken.unread],
            description=f"Tệp không đọc trong thư mục, ngày {day:%d/%m/%Y}",
        )
    if taken.doubts:
        await acreate_table_artifact(
            key=f"tep-can-xem-lai-{day.year}",
            table=[{"Đề nghị kiểm tra lại": doubt} for doubt in taken.doubts],
            description=f"{taken.warnings} chỗ, nhận ngày {day:%d/%m/%Y}",
        )


async def show_review(year: int, period: str, markdown: str) -> None:
    await acreate_markdown_artifact(
        key=f"{reports()[period].name}-{year}",
        markdown=markdown,
        description=f"Kỳ {period} năm {year}",
    )


async def show_counts(key: str, title: str, counts: dict[str, int]) -> None:
    """Show counts by their Vietnamese names, the largest first."""
    rows = sorted(counts.items(), key=lambda each: -each[1])
    table = [{"Nội dung": name, "Số lượng": number} for name, number in rows]
    await acreate_table_artifact(key=key, table=table, description=title)
