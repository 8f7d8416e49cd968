"""The files of the law: to which chapter each belongs, and how it is laid out."""

from collections.abc import Mapping
from enum import StrEnum
from fnmatch import fnmatch
from typing import TypeVar

from rules.awards import AWARD_NAMES
from rules.layouts import LawFile, Layout
from rules.merit import Nominated
from rules.nominees import CATEGORY_NAMES
from rules.schemes import GRADE_NAMES
from rules.units import KIND_NAMES

_Name = TypeVar("_Name", bound=StrEnum)


def _words(names: Mapping[_Name, str]) -> Mapping[str, str]:
    return {str(key): name for key, name in names.items()}


KINDS, FORMS = _words(KIND_NAMES), _words(AWARD_NAMES)
CATEGORIES, GRADES = _words(CATEGORY_NAMES), _words(GRADE_NAMES)
NOMINATED = _words({Nominated.PERSON: "Cá nhân", Nominated.UNIT: "Tập thể"})

FACTS = "facts.toml"  # not rules, but what rules may ask about

# Chapters, in the order they are read.
RECOGNITION = "Tiêu chí công nhận “An toàn về an ninh, trật tự”"
TIME = "Mốc thời gian đánh giá"
POWER = "Thẩm quyền quyết định công nhận"
GRADING = "Chấm điểm, phân loại phong trào"
MEDAL = "Kỷ niệm chương “Bảo vệ an ninh Tổ quốc”"
REWARDS = "Điều kiện, hình thức, thủ tục khen thưởng"

# Sorts of table, whole files first.
CRITERION = Layout("tiêu chí", "criteria", asks=True)
ITEM = Layout("mục chấm điểm", "items", asks=True)
CRITERIA_SET = Layout(
    "tiêu chí công nhận",
    says=("title", "kinds"),
    by="kinds",
    names=KINDS,
    inside=(CRITERION,),
)
CATEGORY = Layout(
    "diện đề nghị",
    "categories",
    says=("posts", "special_area_factor"),
    names=CATEGORIES,
    inside=(CRITERION,),
)
MEDAL_TEXT = Layout(
    "quy định xét tặng Kỷ niệm chương",
    says=("title",),
    by="",
    inside=(CRITERION, CATEGORY),
)
SCORING = Layout("bảng chấm điểm", says=("title",), by=None, inside=(ITEM,))
WINDOW = Layout(
    "mốc thời gian đánh giá",
    "windows",
    says=("kinds", "first_day", "last_day"),
    by="kinds",
    names=KINDS,
)
DECIDER = Layout(
    "thẩm quyền công nhận",
    "deciders",
    says=("kinds", "level"),
    by="kinds",
    names=KINDS,
)
SCHEME = Layout("bảng điểm", "schemes", says=("title", "tables", "default"), by="name")
BAND = Layout("mức", "bands", says=("minimum", "needs_recognition"), names=GRADES)
BANDS = Layout("mức phân loại", "tables", by="", inside=(BAND,))
COUNTING = Layout(
    "cách tính thời gian công tác", "countings", says=("days_in_a_month",), by=""
)
SUBJECT = Layout(
    "điều kiện khen thưởng tổng kết năm",
    "subjects",
    names=NOMINATED,
    inside=(CRITERION,),
    dated=False,
)
AWARD = Layout(
    "hình thức khen thưởng", "awards", says=("title", "decided_by"), names=FORMS
)
VOTE = Layout(
    "tỷ lệ phiếu của Hội đồng",
    "votes",
    says=("forms", "denominator"),
    by="forms",
    names=FORMS,
    inside=(CRITERION,),
)


def _list(of: Layout) -> Layout:
    """Lay out a file that is nothing but one list."""
    return Layout("tệp", by=None, inside=(of,), dated=False)


#: Every file of the law is laid out by the first pattern it fits.
FILES = (
    LawFile("recognition/*.toml", RECOGNITION, CRITERIA_SET),
    LawFile("windows.toml", TIME, _list(WINDOW)),
    LawFile("deciders.toml", POWER, _list(DECIDER)),
    LawFile("grading/schemes.toml", GRADING, _list(SCHEME)),
    LawFile("grading/bands.toml", GRADING, _list(BANDS)),
    LawFile("grading/*.toml", GRADING, SCORING),
    LawFile("commendations/medal/*.toml", MEDAL, MEDAL_TEXT),
    LawFile("commendations/service.toml", MEDAL, _list(COUNTING)),
    LawFile("commendations/merit.toml", REWARDS, _list(SUBJECT)),
    LawFile("commendations/achievements.toml", REWARDS, _list(CRITERION)),
    LawFile("commendations/awards.toml", REWARDS, _list(AWARD)),
    LawFile("commendations/votes.toml", REWARDS, _list(VOTE)),
)


def law_file(file: str) -> LawFile | None:
    """Return how a file is laid out; None when nobody reads it."""
    return next((each for each in FILES if fnmatch(file, each.pattern)), None)
