"""Tables that may hold people's data: columns whose heading is named like it, in the languages of the portal."""

import csv
import io
import re
import unicodedata
import zipfile
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeXML

from .checks import TYPES

COLUMNS, ROWS, SHEETS, TEXT = 300, 3, 20, 200
SHEET_BYTES, SHARED_BYTES = 1_000_000, 8_000_000  # of each part, as far as headings are looked for
SHARED = "xl/sharedStrings.xml"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Words that name a person's data wherever they stand in a heading; folded: no accents, small letters, no article.
PERSONAL = {
    "en": "surname lastname firstname forename fullname nickname email mail phone telephone mobile tel fax birth"
    " birthday birthdate birthplace dob passport ssn iban nationality ethnicity religion signature",
    "fr": "prenom courriel mel telephone portable naissance passeport nationalite signature",
    "es": "apellido apellidos correo telefono movil celular nacimiento dni nie pasaporte nacionalidad firma",
    "ar": "بريد هاتف جوال محمول موبايل ميلاد لقب كنية هوية جواز جنسية توقيع",
}
# Words that name a person's data unless they belong to a thing: "name", but not "name of the city".
NAMES = {
    "en": "name names address contact age participant participants",
    "fr": "nom noms adresse contact age participant participants",
    "es": "nombre nombres direccion domicilio contacto edad participante participantes",
    "ar": "اسم اسماء عنوان سكن عمر مشارك مشاركون",
}
THINGS = {
    "en": "city cities town country region district place area project programme program activity event school partner"
    " organisation organization institution service measure indicator file column field variable theme street web site"
    " website number count total group",
    "fr": "ville commune pays region district lieu quartier projet programme activite ecole partenaire organisation"
    " institution service mesure indicateur fichier colonne champ variable theme site total groupe tranche",
    "es": "ciudad municipio pais region distrito lugar barrio proyecto programa actividad escuela socio organizacion"
    " institucion servicio medida indicador archivo columna campo variable tema sitio web numero total grupo",
    "ar": "مدينة بلد دولة منطقة حي مكان مشروع برنامج نشاط مدرسة شريك منظمة مؤسسة خدمة مؤشر ملف عمود"
    " موضوع موقع عدد مجموع فئة",
}


def _all(words):
    return frozenset(word for text in words.values() for word in _folded(text))


def _folded(text):
    """The words of a heading without accents, case, joined spelling or the Arabic article."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).replace("e-mail", "email").replace("E-mail", "email")
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    words = re.findall(r"[^\W\d_]+", plain.casefold().replace("\u0640", ""))
    return [word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words]


def names_a_person(heading):
    """Whether a column with this heading is likely to hold data about single people."""
    words = set(_folded(str(heading)))
    return bool(words & ALWAYS) or bool(words & UNLESS and not words & OF_THINGS)


ALWAYS, UNLESS, OF_THINGS = _all(PERSONAL), _all(NAMES), _all(THINGS)


def personal_columns(upload):
    """The headings of a CheckedUpload that look like people's data, as they are written; none for other kinds."""
    if upload.content_type == TYPES["CSV"]:
        headings = _headings_of_csv(upload.data)
    elif upload.content_type == TYPES["XLSX"]:
        headings = _headings_of_workbook(upload.data)
    else:
        headings = []
    lines = (" ".join(str(each).split())[:TEXT] for each in headings)
    return list(dict.fromkeys(line for line in lines if line and names_a_person(line)))


def _headings_of_csv(data):
    text = data[:200_000].decode("utf-8-sig", errors="ignore")
    separator = max(",;\t|", key="\n".join(text.splitlines()[: ROWS * 2]).count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return [
        cell
        for row, _number in zip((row for row in rows if any(row)), range(ROWS), strict=False)
        for cell in row[:COLUMNS]
    ]


def _headings_of_workbook(data):
    """The cells of the first rows of each sheet. Parts are read as far as is needed and no further."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sheets = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
            cells = [cell for name in sheets[:SHEETS] for cell in _first_cells(archive, name)]
            shared = _shared(archive, {int(text) for kind, text in cells if kind == "s" and text.isdecimal()})
    except (zipfile.BadZipFile, DefusedXmlException, ValueError, KeyError):
        return []  # checked before; whatever else it is, it shows no headings
    return [shared.get(int(text), "") if kind == "s" and text.isdecimal() else text for kind, text in cells]


def _elements(archive, name, most):
    """The elements of a part as they end, of its first `most` bytes."""
    with archive.open(name) as content:
        beginning = io.BytesIO(content.read(most))
    try:
        for _event, element in SafeXML.iterparse(beginning, forbid_dtd=True):
            yield element
    except ParseError:
        return  # the part is longer than that


def _first_cells(archive, name):
    """(type, text) of the cells in the first rows."""
    found, rows = [], 0
    for element in _elements(archive, name, SHEET_BYTES):
        if element.tag == f"{SHEET}c":
            value = element.find(f"{SHEET}v")
            inline = "".join(each.text or "" for each in element.iter(f"{SHEET}t"))
            found.append((element.get("t", ""), inline if value is None else value.text or ""))
        elif element.tag == f"{SHEET}row":
            rows += len(element) > 0
        if rows >= ROWS or len(found) >= COLUMNS * ROWS:
            break
    return found


def _shared(archive, wanted):
    """The shared texts with the wanted numbers."""
    found, number = {}, 0
    if not wanted or SHARED not in archive.NameToInfo:
        return found
    for element in _elements(archive, SHARED, SHARED_BYTES):
        if element.tag != f"{SHEET}si":
            continue
        if number in wanted:
            found[number] = "".join(each.text or "" for each in element.iter(f"{SHEET}t"))
        element.clear()
        number += 1
        if number > max(wanted):
            break
    return found
