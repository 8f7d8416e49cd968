"""The page on file formats says what the forms say."""

from rules.forms import forms
from samples.formats import PAGE, document, guides


def test_the_committed_page_is_current():
    assert PAGE.read_text("utf-8") == document()


def test_every_form_has_its_section_and_an_example():
    page = document()

    assert {guide.key for guide in guides()} == set(forms())
    for form in forms().values():
        section = page.partition(f"### Trang “{form.sheet}”")[2].partition("###")[0]
        first = section.partition("|---|---|---|---|---|\n")[2].splitlines()[0]
        assert first.split(" | ")[-1].strip(" |"), form.sheet
