"""Which workbooks go along with the letter that tells of new duties."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from db import forms as owing
from db.digests import Told
from rules.ladder import Notice
from tasks.forms import DUTIES, name_of, workbooks
from tasks.letters import Post
from templates.letters import Attachment

#: Whoever answers for more gets them in one file, and for very many asks the office.
FEW, MANY = 10, 200
BUNDLE = "bieu.zip"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ZIP = "application/zip"
#: What is new to a mailbox brings its workbook; a reminder adds nothing.
_NEW = (Notice.OPENED, Notice.HANDED_OVER)

#: By the duty they answer.
Forms = Mapping[int, Attachment]


def forms_told(post: Post, told: Iterable[Told]) -> Forms:
    """Write the workbooks of the duties that are new to the readers of a batch."""
    ids = sorted({each.obligation_id for each in told if each.rung.notice in _NEW})
    if not ids:
        return {}
    owed = owing.owed(post.session, post.year, sorted(DUTIES), post.today, ids=ids)
    written = workbooks(post.session, owed, post.sender, post.today)
    return {each.id: Attachment(name_of(each), book, _XLSX) for each, book in written}


def enclosed(told: Sequence[Told], forms: Forms) -> list[Attachment]:
    """Enclose what one mailbox is to fill in."""
    new = {each.obligation_id for each in told if each.rung.notice in _NEW}
    books = sorted(
        (forms[each] for each in new if each in forms), key=lambda book: book.name
    )
    if len(books) <= FEW:
        return books
    return [_bundle(books)] if len(books) <= MANY else []


def _bundle(books: Iterable[Attachment]) -> Attachment:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_STORED) as bundle:
        for book in books:
            bundle.writestr(ZipInfo(book.name), book.content)
    return Attachment(BUNDLE, content.getvalue(), _ZIP)
