"""The named cast of the tests: each fixture is a person or a city one can think of.

Ana is lead contact of Porto, Paulo its political lead, Bo practitioner of Malmö, Eve a signed-in stranger without a
role; Dev is a registrar, Mia a moderator, Ada an administrator.
"""
