"""A home of one's own for each test, where the server's OS user can go."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def home(monkeypatch):
    monkeypatch.setenv("ANTQ_POSTGRES_OPTIONS", "shared_buffers=16MB")
    folder = Path(tempfile.mkdtemp(prefix="antq-"))
    folder.chmod(0o755)
    yield folder
    for path, _, _ in os.walk(folder):
        Path(path).chmod(0o700)
    shutil.rmtree(folder)
