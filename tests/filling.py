"""Fill a workbook in as a unit does: values into its cells, nothing else touched."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from html import escape
from pathlib import Path
from zipfile import ZipFile

EPOCH = date(1899, 12, 30)  # Excel's day 0.
OFFICE = shutil.which("soffice")
#: Writer may be installed without it.
CALC = OFFICE and Path(OFFICE).resolve().with_name("libsclo.so").exists()


def fill(path: Path, sheets: Mapping[str, Mapping[str, object]]) -> Path:
    """Write values into the cells of sheets, in place."""
    with ZipFile(path) as book:
        parts = {each.filename: book.read(each) for each in book.infolist()}
    names = re.findall(r'<sheet name="([^"]+)"', parts["xl/workbook.xml"].decode())
    for name, values in sheets.items():
        part = f"xl/worksheets/sheet{names.index(name) + 1}.xml"
        text = parts[part].decode()
        for cell, value in values.items():
            empty = rf'<c r="{cell}" s="(\d+)"(?:/>| .*?</c>|>.*?</c>)'
            text, found = re.subn(empty, _cell(cell, value), text, count=1)
            assert found, (name, cell)
        parts[part] = text.encode()
    with ZipFile(path, "w") as book:
        for part, content in parts.items():
            book.writestr(part, content)
    return path


def _cell(cell: str, value: object) -> str:
    if isinstance(value, date):
        value = (value - EPOCH).days
    if isinstance(value, int | float):
        return rf'<c r="{cell}" s="\1"><v>{value}</v></c>'
    words = escape(str(value)).replace("\\", r"\\")
    return rf'<c r="{cell}" s="\1" t="inlineStr"><is><t>{words}</t></is></c>'


def saved_by_calc(path: Path, folder: Path, kind: str = "xlsx") -> Path:
    """Open a workbook in LibreOffice and save it again; it may say nothing wrong."""
    home = f"-env:UserInstallation=file://{folder}/profile"
    done = subprocess.run(  # noqa: S603 - a file of our own
        [OFFICE, home, "--headless", "--convert-to", kind, "--outdir", folder, path],
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=120,
    )
    said = [line for line in done.stderr.splitlines() if "javaldx" not in line]
    assert said == []
    return folder / f"{path.stem}.{kind.partition(':')[0]}"
