"""The files of the law: to which chapter each belongs, and how it is laid out."""

from collections.abc import Mapping
from enum import StrEnum
from fnmatch import fnmatch
from typing import TypeVar

from rules import persons
from rules.awards import AWARD_NAMES
from rules.forms import forms
from rules.lawbook.layouts import LawFile, Layout
from rules.merit import Nominated
from rules.nominees import CATEGORY_NAMES
from rules.requests import STEP_NAMES
from rules.schemes import GRADE_NAMES
from rules.team_standards import LEVEL_NAMES
from rules.units import JUDGED, KIND_NAMES

_Name = TypeVar("_Name", bound=StrEnum)


def _words(names: Mapping[_Name, str]) -> Mapping[str, str]:
    return {str(key): name for key, name in names.items()}


KINDS = {str(kind): KIND_NAMES[kind] for kind in (*JUDGED, *KIND_NAMES)}
FORMS = _words(AWARD_NAMES)
LEVELS = _words(LEVEL_NAMES)
SHEETS = {form.key: form.title for form in forms().values()}
CATEGORIES, GRADES = _words(CATEGORY_NAMES), _words(GRADE_NAMES)
KEPT = persons.RETENTION_NAMES
NOMINATED = _words({Nominated.PERSON: "Cá nhân", Nominated.UNIT: "Tập thể"})

FACTS = "facts.toml"  # not rules, but what rules may ask about

# Chapters, in the order they are read.
RECOGNITION = "Tiêu chí công nhận “An toàn về an ninh, trật tự”"
EXEMPLARS = "Tiêu chí điển hình về phong trào"
TIME = "Mốc thời gian đánh giá"
POWER = "Thẩm quyền công nhận, nơi nhận hồ sơ"
GRADING = "Chấm điểm, phân loại phong trào"
TEAMS = "Đánh giá, xếp loại Tổ bảo vệ an ninh, trật tự"
MEDAL = "Kỷ niệm chương “Bảo vệ an ninh Tổ quốc”"
REWARDS = "Điều kiện, hình thức, thủ tục khen thưởng"
PERSONS = "Dữ liệu cá nhân"

# Sorts of table, whole files first.
CRITERION = Layout("tiêu chí", "criteria", asks=True)
ONE_REWARD = Layout("nguyên tắc khen thưởng", "criteria", asks=True)
ITEM = Layout("mục chấm điểm", "items", asks=True)
CRITERIA_SET = Layout(
    "tiêu chí công nhận",
    says=("title", "kinds"),
    by="kinds",
    names=KINDS,
    inside=(CRITERION,),
)
EXEMPLAR_SET = Layout(
    "tiêu chí điển hình",
    says=("title", "kinds"),
    may=("doubted_since",),
    by=None,  # none is known to end another: all in force are asked together
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
EXEMPLAR_WINDOW = Layout(
    "mốc thời gian xét điển hình",
    "exemplar_windows",
    says=("kinds", "first_day", "last_day"),
    may=("same_year",),
    by="kinds",
    names=KINDS,
)
ROUTE = Layout(
    "nơi nhận hồ sơ", "routes", says=("recipient", "recipients"), names=SHEETS
)
DECIDER = Layout(
    "thẩm quyền công nhận",
    "deciders",
    says=("kinds", "level"),
    by="kinds",
    names=KINDS,
)
LEVEL = Layout("mức xếp loại", "levels", names=LEVELS, inside=(CRITERION,))
CAP = Layout("giới hạn số Tổ ở mức", "caps", says=("of", "percent"), names=LEVELS)
LEADER = Layout(
    "tổ trưởng không được xếp cao hơn mức của Tổ, trừ người mới chuyển đến",
    "leaders",
    by="",
)
TEAM_TEXT = Layout(
    "quy định xếp loại Tổ bảo vệ an ninh, trật tự",
    says=("title", "decided_by"),
    by="",
    inside=(CRITERION, LEVEL, CAP, LEADER),
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
CEILING = Layout(
    "kết quả thấp nhất để tập thể được khen",
    "ceilings",
    says=("forms",),
    by="forms",
    names=FORMS,
    inside=(CRITERION,),
)
AWARD = Layout(
    "hình thức khen thưởng", "awards", says=("title", "decided_by"), names=FORMS
)
HONOUR = Layout(
    "danh hiệu thi đua, hình thức khen thưởng",
    "honours",
    says=("title", "kind"),
    may=("decided_by", "note"),
)
RETENTION = Layout(
    "thời hạn lưu dữ liệu cá nhân", "retentions", may=("years",), names=KEPT
)
TIMER = Layout(
    "thời hạn giải quyết yêu cầu về dữ liệu cá nhân",
    "timers",
    may=("working_days", "days"),
    names=_words(STEP_NAMES),
)
VOTE = Layout(
    "tỷ lệ phiếu của Hội đồng",
    "votes",
    says=("forms", "denominator"),
    by="forms",
    names=FORMS,
    inside=(CRITERION,),
)


def _list(*of: Layout) -> Layout:
    """Lay out a file that is nothing but lists."""
    return Layout("tệp", by=None, inside=of, dated=False)


#: Every file of the law is laid out by the first pattern it fits.
FILES = (
    LawFile("recognition/*.toml", RECOGNITION, CRITERIA_SET),
    LawFile("exemplar/*.toml", EXEMPLARS, EXEMPLAR_SET),
    LawFile("windows.toml", TIME, _list(WINDOW, EXEMPLAR_WINDOW)),
    LawFile("deciders.toml", POWER, _list(DECIDER)),
    LawFile("routes.toml", POWER, _list(ROUTE)),
    LawFile("grading/schemes.toml", GRADING, _list(SCHEME)),
    LawFile("grading/bands.toml", GRADING, _list(BANDS)),
    LawFile("grading/*.toml", GRADING, SCORING),
    LawFile("security_team/*.toml", TEAMS, TEAM_TEXT),
    LawFile("commendations/medal/*.toml", MEDAL, MEDAL_TEXT),
    LawFile("commendations/service.toml", MEDAL, _list(COUNTING)),
    LawFile("commendations/merit.toml", REWARDS, _list(SUBJECT)),
    LawFile("commendations/achievements.toml", REWARDS, _list(ONE_REWARD)),
    LawFile("commendations/ceilings.toml", REWARDS, _list(CEILING)),
    LawFile("commendations/awards.toml", REWARDS, _list(AWARD)),
    LawFile("commendations/titles.toml", REWARDS, _list(HONOUR)),
    LawFile("commendations/votes.toml", REWARDS, _list(VOTE)),
    LawFile(persons.FILE, PERSONS, _list(RETENTION, TIMER)),
)
CHAPTERS = tuple(dict.fromkeys(each.chapter for each in FILES))


def law_file(file: str) -> LawFile | None:
    """Return how a file is laid out; None when nobody reads it."""
    return next((each for each in FILES if fnmatch(file, each.pattern)), None)
