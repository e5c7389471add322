"""Opens and seals with the HPKE of the package cryptography.

hpke_peer.py open FILE: each line is a private key and a sealed value in hexadecimal; prints the plaintext, or `broken`.
hpke_peer.py info FILE: the same lines; prints the header's kind and `info` before the plaintext.
hpke_peer.py seal FILE: each line is a public key, a sealed value whose header to use, and a plaintext; prints a sealed value.
"""

import sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ec, x25519

import envelope

SUITES = {
    1: hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM),
    2: hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM),
}


def private_key(suite, data):
    if suite == 1:
        return ec.derive_private_key(int.from_bytes(data, "big"), ec.SECP256R1())
    return x25519.X25519PrivateKey.from_private_bytes(data)


def public_key(suite, data):
    if suite == 1:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), data)
    return x25519.X25519PublicKey.from_public_bytes(data)


def open_value(key, sealed):
    found = envelope.decode(sealed)
    suite = found["suite"]
    try:
        return SUITES[suite].decrypt(
            found["key"] + found["ciphertext"], private_key(suite, key), info=envelope.info(found)
        ).hex()
    except InvalidTag:
        return "broken"


def seal_value(key, sealed, plaintext):
    header = envelope.decode(sealed)
    suite = header["suite"]
    made = SUITES[suite].encrypt(plaintext, public_key(suite, key), info=envelope.info(header))
    length = envelope.KEY_LENGTH[suite]
    return envelope.encode(header | {"key": made[:length], "ciphertext": made[length:]}).hex()


def open_with_info(key, sealed):
    found = envelope.decode(sealed)
    return f"info {found['kind']}: {envelope.info(found).hex()}: {open_value(key, sealed)}"


ACTIONS = {"open": open_value, "info": open_with_info, "seal": seal_value}

with open(sys.argv[2], encoding="ascii") as file:
    for line in file:
        print(ACTIONS[sys.argv[1]](*[bytes.fromhex(part) for part in line.split(" ")]))
