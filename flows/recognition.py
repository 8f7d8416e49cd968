"""Recognise and grade: two results over one body of facts."""

from prefect import flow

from flows.clock import office_day
from flows.parameters import Subjects, Today, Year
from flows.showing import show_counts
from rules.judgement import OUTCOME_NAMES, Outcome
from rules.schemes import GRADE_NAMES, MovementGrade
from tasks import recognition
from tasks.grading import grade_units
from tasks.results import tell_results

KEYS = {"Khu dân cư": "khu-dan-cu", "Đơn vị": "don-vi"}


@flow(name="Xét công nhận", flow_run_name="Xét công nhận {subjects} năm {year}")
async def recognise(year: Year, subjects: Subjects, today: Today = None) -> None:
    """Xét từng tiêu chí “An toàn về an ninh, trật tự” của mọi đơn vị thuộc diện."""
    judged = recognition.recognise(year, subjects, office_day(today))
    counts = {
        OUTCOME_NAMES[Outcome(outcome)]: number
        for outcome, number in judged.outcomes.items()
    }
    key = f"cong-nhan-{KEYS[subjects]}-{year}"
    await show_counts(key, f"Xét công nhận {subjects} năm {year}", counts)


@flow(name="Phân loại", flow_run_name="Phân loại {subjects} năm {year}")
async def grade(year: Year, subjects: Subjects, today: Today = None) -> None:
    """Chấm điểm, xếp loại phong trào rồi báo hai kết quả cho từng đơn vị."""
    day = office_day(today)
    graded = grade_units(year, subjects, day)
    tell_results(year, subjects, day)
    counts = {
        GRADE_NAMES[MovementGrade(name)] if name in set(MovementGrade) else name: number
        for name, number in graded.grades.items()
    }
    key = f"phan-loai-{KEYS[subjects]}-{year}"
    await show_counts(key, f"Phân loại {subjects} năm {year}", counts)
