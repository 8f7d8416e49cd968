"""A draft of the law: what it says differently, laid over what is enacted."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rules.errors import MalformedRuleFileError

#: What tells two tables of one list apart, besides what they are called.
APART = ("sex", "since")
#: The folders of the law in which a draft may bring a text of its own.
OPEN_FOLDERS = {"recognition", "grading", "exemplar", "security_team"}
#: A table of the draft with this key takes the enacted table of its name away.
REMOVED = "removed"

Table = Mapping[str, object]


def laid_over(enacted: Table, draft: Table) -> dict[str, object]:
    """Change what the draft names; leave the rest as enacted.

    A list of tables is matched by ``id`` (or ``name``), and by ``sex`` and ``since``
    where the draft says them; what matches nothing is added.
    """
    return dict(enacted) | {
        key: _changed(enacted.get(key), value) for key, value in draft.items()
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


def _changed(enacted: object, draft: object) -> object:
    if _are_tables(enacted) and _are_tables(draft):
        return _tables(enacted, draft)  # type: ignore[arg-type] # just looked
    if isinstance(enacted, dict) and isinstance(draft, dict):
        return laid_over(enacted, draft)
    return draft


def _are_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _tables(enacted: list[Table], draft: list[Table]) -> list[Table]:
    standing = list(enacted)
    for change in draft:
        matched = [table for table in standing if _same(table, change)]
        if change.get(REMOVED) is True:
            standing = [table for table in standing if table not in matched]
        elif matched:
            standing = [
                laid_over(table, change) if table in matched else table
                for table in standing
            ]
        else:
            standing.append(change)
    return standing


def _same(enacted: Table, draft: Table) -> bool:
    return (
        _name(draft) is not None
        and _name(enacted) == _name(draft)
        and all(enacted.get(key) == draft[key] for key in APART if key in draft)
    )


def _name(table: Table) -> object:
    return table.get("id") or table.get("name")
