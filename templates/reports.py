"""Reports to look at: a lived year's index page, a review for Prefect's page."""

from templates.environment import ENVIRONMENT, MARKDOWN
from templates.paper_facts import Review
from templates.report_facts import YearPage


def index_page(page: YearPage) -> str:
    """Write one self-contained page; its links are paths beside it."""
    return ENVIRONMENT.get_template("reports/index.html").render(page=page)


def review_markdown(review: Review) -> str:
    """Write the figures of a review, the same as its paper's; units as counts."""
    return MARKDOWN.get_template("reports/review.md").render(review=review)
