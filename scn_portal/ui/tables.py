"""Tables for spreadsheets: CSV and XLSX of the same rows, with the sharing label before them.

The one place where a cell becomes safe: words never begin with a sign that a spreadsheet takes for a formula. Numbers
stay numbers.
"""

import csv
import datetime as dt
import re
import tempfile
from decimal import Decimal
from numbers import Number

from django.db.models import Manager, QuerySet
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from psycopg2.extras import Range

FORMULA = tuple("=+-@\t\r\n＝＋－＠")
UNSPOKEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no spreadsheet holds them
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def plain(words):
    """Words as a cell may hold them: an apostrophe before what would begin a formula."""
    words = UNSPOKEN.sub("", str(words))
    return f"'{words}" if words.startswith(FORMULA) else words


def cell(value):
    """What stands in a cell: a number as it is, an instant or a day by ISO 8601, all else as safe words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Number):
        return float(value) if isinstance(value, Decimal) else value
    return plain(_in_words(value))


def _in_words(value):
    if isinstance(value, dt.datetime):
        return timezone.localtime(value, dt.UTC).isoformat(timespec="seconds") if value.tzinfo else value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Range):
        return "/".join(_in_words(each) if each else "" for each in (value.lower, value.upper))
    if isinstance(value, Manager | QuerySet):
        return "; ".join(map(str, value.all()))
    if isinstance(value, list | tuple | set):
        return "; ".join(map(str, value))
    return str(value)


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line):
        return line


def csv_lines(label, columns, rows):
    """The lines of a CSV file, one by one: the label, the names of the columns, the rows."""
    writer = csv.writer(Echo(), lineterminator="\r\n")
    yield "\ufeff" + writer.writerow([f"TLP:{label.name}"])
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([cell(each) for each in row])


def as_csv(name, label, columns, rows, *, streamed=False):
    """The answer that brings the table as a CSV file; `streamed` for lists that may be long."""
    answer = StreamingHttpResponse if streamed else HttpResponse
    return answer(
        csv_lines(label, columns, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def as_xlsx(name, label, columns, rows):
    """The answer that brings the table as a workbook, written row by row into a file that goes with the answer."""
    from openpyxl import Workbook  # here: a tenth of a second that most processes never need

    book = Workbook(write_only=True)
    sheet = book.create_sheet(f"TLP-{label.name}")
    for row in ([f"TLP:{label.name}"], columns):
        sheet.append([_typed(sheet, each) for each in row])
    for row in rows:
        sheet.append([_typed(sheet, cell(each)) for each in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- the answer closes it
    book.save(file)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _typed(sheet, value):
    """A cell that says what it is: words are words, whatever they begin with."""
    from openpyxl.cell import WriteOnlyCell

    typed = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        typed.data_type = "s"
    return typed
