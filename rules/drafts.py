"""A draft of the law: what it says differently, laid over what is enacted."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rules.errors import MalformedRuleFileError

SINCE = "since"
#: What a table of a list is called; what else tells two of one name apart.
NAMES, APART = ("id", "name"), ("sex", SINCE)
#: The folders of the law in which a draft may bring a text of its own.
OPEN_FOLDERS = {"recognition", "grading", "exemplar", "security_team"}
#: A table of the draft with this key takes the enacted table of its name away.
REMOVED = "removed"

Table = Mapping[str, object]


def laid_over(
    enacted: Table, draft: Table, where: str, since: object = None
) -> dict[str, object]:
    """Change what the draft, a table of the file ``where``, names; leave the rest.

    A list of tables is matched by ``id`` (or ``name``), and by ``sex`` and ``since``
    where the draft says them; what matches nothing is added. What is enacted without a
    ``since`` of its own has that of the table around it.
    """
    since = enacted.get(SINCE, since)
    return dict(enacted) | {
        key: _changed(enacted.get(key), value, where, since)
        for key, value in draft.items()
    }


def checked(folder: Path, known: Sequence[str]) -> Path:
    """Refuse a draft that would change nothing, or a file nobody would read."""
    found = [path.relative_to(folder).as_posix() for path in folder.rglob("*.toml")]
    if not found:
        raise MalformedRuleFileError(
            f"Không có tệp dự thảo nào (.toml) trong “{folder}”; xếp như rules/law,"
            " ví dụ recognition/tt124-2021/commune.toml."
        )
    for file in found:
        if file not in known and file.split("/")[0] not in OPEN_FOLDERS:
            raise MalformedRuleFileError(
                f"Dự thảo “{folder}”: rules/law không có tệp nào tên {file};"
                " xem lại tên tệp, tên thư mục."
            )
    return folder


def _changed(enacted: object, draft: object, where: str, since: object) -> object:
    standing = [] if enacted is None else enacted
    if _are_tables(standing) and _are_tables(draft):
        return _tables(standing, draft, where, since)  # type: ignore[arg-type] # looked
    if isinstance(enacted, dict) and isinstance(draft, dict):
        return laid_over(enacted, draft, where, since)
    return draft


def _are_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _tables(
    enacted: list[Table], draft: list[Table], where: str, since: object
) -> list[Table]:
    """Change or take away what is enacted; what the draft adds is left as it says."""
    standing, added = list(enacted), list[Table]()
    for change in draft:
        matched = [_same(table, change, since) for table in standing]
        if change.get(REMOVED) is True:
            _refuse_unless_there(change, where, there=any(matched))
            pairs = zip(standing, matched, strict=True)
            standing = [table for table, same in pairs if not same]
        elif any(matched):
            standing = [
                laid_over(table, change, where, since) if same else table
                for table, same in zip(standing, matched, strict=True)
            ]
        else:
            added.append(change)
    return standing + added


def _refuse_unless_there(change: Table, where: str, *, there: bool) -> None:
    if not there:
        told = (change[key] for key in (*NAMES, *APART) if key in change)
        raise MalformedRuleFileError(
            f"{where}, mục “{', '.join(map(str, told))}”, khóa “{REMOVED}”: quy định"
            " hiện hành không có mục này để bỏ; xem lại “id”, “since”."
        )


def _same(enacted: Table, draft: Table, since: object) -> bool:
    inherited = {SINCE: since} | dict(enacted)
    return (
        _name(draft) is not None
        and _name(enacted) == _name(draft)
        and all(inherited.get(key) == draft[key] for key in APART if key in draft)
    )


def _name(table: Table) -> object:
    return next((table[key] for key in NAMES if table.get(key)), None)
