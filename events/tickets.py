"""What a person shows at the door: a code as letters and as a picture that any telephone reads."""

from io import BytesIO

import segno


def qr_svg(address):
    """The QR of an address as an SVG document (bytes): black on white, with the quiet edge that readers need."""
    picture = BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(picture, kind="svg", border=4, light="#fff", omitsize=True, nl=False)
    return picture.getvalue()
