"""What the matrix asks of the twinning."""


class Twinning:
    """The objects behind the addresses of the twinning: each maker returns the arguments of an address."""
