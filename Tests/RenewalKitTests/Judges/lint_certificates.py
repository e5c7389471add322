"""Lints certificates against RFC 5280 with pkilint, all in one process.

lint_certificates.py FOLDER: prints the findings of severity ERROR or worse of every file *.der, as file and code, and
at the end how many files it read.
"""

import pathlib
import sys

from pkilint import loader
from pkilint.pkix import certificate, extension, name
from pkilint.validation import ValidationFindingSeverity

WORST = (ValidationFindingSeverity.FATAL, ValidationFindingSeverity.ERROR)

validator = certificate.create_pkix_certificate_validator_container(
    certificate.create_decoding_validators(name.ATTRIBUTE_TYPE_MAPPINGS, extension.EXTENSION_MAPPINGS),
    [
        certificate.create_issuer_validator_container([]),
        certificate.create_validity_validator_container(),
        certificate.create_subject_validator_container([]),
        certificate.create_extensions_validator_container([]),
        certificate.create_spki_validator_container([]),
    ],
)
files = sorted(pathlib.Path(sys.argv[1]).glob("*.der"))
for file in files:
    document = loader.load_der_certificate(file.read_bytes(), file.name)
    for result in validator.validate(document.root):
        for finding in result.finding_descriptions:
            if finding.finding.severity in WORST:
                print(file.name, finding.finding.code)
print(len(files), "files")
