"""What a person shows at the door: a code as letters and as a picture that any telephone reads."""

from io import BytesIO

import segno


def qr_svg(address, scale=6):
    """The QR of an address as an SVG document (bytes): black on white, with the quiet edge that readers need."""
    picture = BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="svg", scale=scale, border=4, light="#fff", nl=False)
    return picture.getvalue()
