"""What a document may be at most: every limit of reading, in one place, and the sentence that states them.

A document past a limit is bad input and is refused in one line that names the limit. The figures bound
memory (under 1 GB for the whole program) and time; `benchmarks/hostile.py` measures both.
"""

from __future__ import annotations

MAX_BYTES = 64_000_000  # of a file, of any form
MAX_MARKUP = 8_000_000  # characters of HTML or Markdown, pictures inside the page not counted
MAX_CHARACTERS = 500_000  # of text, once read: about 85,000 words, a book of 250 pages
MAX_COMMENTS = 2_000  # of readers, on one page
MAX_TAGS = 25_000  # elements of a web page; a page with more is read as bare text
MAX_DEPTH = 200  # nesting of a web page; a page nested deeper is read as bare text
MAX_PAGES = 800  # of a PDF file
MAX_OPERATIONS = 400_000  # of drawing, on one of its pages; what comes after is not read
MAX_RUNS = 30_000  # of text, on one of its pages
MAX_MEMBERS = 5_000  # files inside a Word or EPUB file
MAX_MEMBER_BYTES = 24_000_000  # of one of them, unpacked
MAX_UNPACKED = 96_000_000  # of all that is read of them, unpacked
MAX_RATIO = 250  # unpacked to packed size, for members over one MB
MAX_FILES = 1_000  # documents in a folder
CHILD_SECONDS = 30  # processor time of the process that reads one PDF file
CHILD_BYTES = 700_000_000  # its memory
TIMEOUT_S = 20  # for a web address to answer

STATED = (
    f"Limits: a file of {MAX_BYTES // 1_000_000} MB, {MAX_CHARACTERS:,} characters of text, {MAX_PAGES} pages of PDF, "
    f"{MAX_MEMBERS:,} files and {MAX_UNPACKED // 1_000_000} MB inside a Word or EPUB file, {MAX_MARKUP // 1_000_000} MB "
    f"of HTML, {MAX_COMMENTS:,} comments, {CHILD_SECONDS} s for a PDF, {MAX_FILES:,} files in a folder."
)
