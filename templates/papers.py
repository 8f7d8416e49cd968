"""Papers: worded once, framed by NĐ 30/2020, laid out to print and to edit."""

from templates.certificates import certificates as certificates_docx
from templates.editing import docx
from templates.printing import certificates as certificates_pdf
from templates.printing import pdf
from templates.wording import Appendix, Paper, write

__all__ = [
    "Appendix",
    "Paper",
    "certificates_docx",
    "certificates_pdf",
    "docx",
    "pdf",
    "write",
]
