"""Reads sealed values: an independent second decoder, written from the article Formats alone.

It shares nothing with the Swift code but that article, so that a difference shows in one of the three.
"""

import base64
import re
import struct
import uuid

MOST_CIPHERTEXT = 65536
MOST_BYTES = 8 + 80 + 2 + 65 + 4 + MOST_CIPHERTEXT
MOST_TEXT = 131072
PREFIX = "rksv1:"

KINDS = {1: "credential", 2: "keyPackage", 3: "delivery"}
SUITE_OF_KIND = {"credential": 1, "keyPackage": 2, "delivery": 1}
KEY_LENGTH = {1: 65, 2: 32}
USES = {"credential": "credential", "keyPackage": "key-package", "delivery": "delivery"}

P256_PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
P256_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
X25519_PRIME = 2**255 - 19


class Refused(Exception):
    """The value is not an envelope; the text is the reason's name."""


class Reader:
    def __init__(self, data):
        self.data = data

    def take(self, count, reason):
        if len(self.data) < count:
            raise Refused(reason)
        taken, self.data = self.data[:count], self.data[count:]
        return taken

    def number(self, count, reason):
        return int.from_bytes(self.take(count, reason), "big")


def decode_text(text):
    """The bytes of the text form."""
    raw = text.encode("utf-8")
    if not raw:
        raise Refused("textEmpty")
    if len(raw) > MOST_TEXT:
        raise Refused("textTooLong")
    if not raw.startswith(PREFIX.encode()):
        raise Refused("textPrefix")
    body = raw[len(PREFIX):]
    if not body:
        raise Refused("textWithoutValue")
    if re.search(rb"[ \t\r\n]", body):
        raise Refused("textWhitespace")
    if re.search(rb"[^A-Za-z0-9+/=]", body):
        raise Refused("textCharacter")
    padding = len(body) - len(body.rstrip(b"="))
    if len(body) % 4 != 0 or padding > 2 or b"=" in body.rstrip(b"="):
        raise Refused("textPadding")
    data = base64.b64decode(body, validate=True)
    if base64.b64encode(data) != body:
        raise Refused("textUnusedBits")
    return data


def decode(data):
    """The fields of an envelope, as a dictionary of numbers, UUIDs and bytes."""
    if not data:
        raise Refused("empty")
    if len(data) > MOST_BYTES:
        raise Refused("tooLong")
    reader = Reader(data)
    if reader.take(4, "wrongMagic") != b"RKSV":
        raise Refused("wrongMagic")
    version = reader.number(1, "truncatedPreamble")
    if version != 1:
        raise Refused("formatZero" if version == 0 else "formatTooNew")
    kind = KINDS.get(reader.number(1, "truncatedPreamble"))
    if kind is None:
        raise Refused("unknownKind")
    suite = reader.number(2, "truncatedPreamble")
    if suite not in KEY_LENGTH:
        raise Refused("unknownSuite")
    if suite != SUITE_OF_KIND[kind]:
        raise Refused("suiteNotForKind")
    envelope = {"kind": kind, "suite": suite}
    read_header(reader, envelope)
    length = reader.number(2, "truncatedKeyLength")
    if length != KEY_LENGTH[suite]:
        raise Refused("wrongKeyLength")
    envelope["key"] = reader.take(length, "truncatedKey")
    check_key(suite, envelope["key"])
    length = reader.number(4, "truncatedCiphertextLength")
    if length < 17:
        raise Refused("ciphertextTooShort")
    if length > MOST_CIPHERTEXT:
        raise Refused("ciphertextTooLong")
    envelope["ciphertext"] = reader.take(length, "truncatedCiphertext")
    if reader.data:
        raise Refused("trailingBytes")
    return envelope


def read_header(reader, envelope):
    cut = "truncatedHeader"
    envelope["group"] = uuid.UUID(bytes=reader.take(16, cut))
    if envelope["kind"] == "credential":
        envelope["connection"] = uuid.UUID(bytes=reader.take(16, cut))
        envelope["revision"] = reader.number(8, cut)
    envelope["generation"] = reader.number(8, cut)
    envelope["certificate"] = reader.take(32, cut)
    if envelope["kind"] == "keyPackage":
        envelope["passwordRecord"] = reader.take(32, cut)
    if envelope["kind"] == "delivery":
        envelope["recipient"] = reader.take(32, cut)
    if envelope.get("revision") == 0:
        raise Refused("zeroRevision")
    if envelope["generation"] == 0:
        raise Refused("zeroGeneration")
    if envelope["kind"] == "delivery":
        if envelope["generation"] == 1:
            raise Refused("deliveryOfFirstGeneration")
        if envelope["certificate"] == envelope["recipient"]:
            raise Refused("deliveryToItself")


def check_key(suite, key):
    if suite == 1:
        if key[0] != 4:
            raise Refused("keyNotUncompressed")
        x, y = int.from_bytes(key[1:33], "big"), int.from_bytes(key[33:], "big")
        if x >= P256_PRIME or y >= P256_PRIME or (y * y - x * x * x + 3 * x - P256_B) % P256_PRIME:
            raise Refused("keyNotOnCurve")
    else:
        u = int.from_bytes(key, "little")
        if u >= X25519_PRIME:
            raise Refused("keyNotCanonical")
        if has_low_order(u):
            raise Refused("keyOfLowOrder")


def has_low_order(u):
    """Whether 8 times the point is the neutral one: three doublings of u = X/Z on y² = x³ + 486662 x² + x (RFC 7748)."""
    x, z = u, 1
    for _ in range(3):
        a, b = (x + z) ** 2, (x - z) ** 2
        c = a - b
        x, z = a * b % X25519_PRIME, c * (b + 121666 * c) % X25519_PRIME
    return z == 0


def field(data):
    return struct.pack(">I", len(data)) + data


def info(envelope):
    """HPKE's info: the canonical bytes of the header."""
    fields = [b"renewalkit/v1/" + USES[envelope["kind"]].encode()]
    fields += [struct.pack(">Q", 1), struct.pack(">Q", envelope["suite"]), envelope["group"].bytes]
    if envelope["kind"] == "credential":
        fields += [envelope["connection"].bytes, struct.pack(">Q", envelope["revision"])]
    fields += [struct.pack(">Q", envelope["generation"]), envelope["certificate"]]
    if envelope["kind"] == "keyPackage":
        fields.append(envelope["passwordRecord"])
    if envelope["kind"] == "delivery":
        fields.append(envelope["recipient"])
    return b"".join(field(data) for data in fields)


def encode(envelope):
    """The bytes of an envelope."""
    data = b"RKSV\x01" + bytes([{name: number for number, name in KINDS.items()}[envelope["kind"]]])
    data += struct.pack(">H", envelope["suite"]) + envelope["group"].bytes
    if envelope["kind"] == "credential":
        data += envelope["connection"].bytes + struct.pack(">Q", envelope["revision"])
    data += struct.pack(">Q", envelope["generation"]) + envelope["certificate"]
    data += envelope.get("passwordRecord", b"") + envelope.get("recipient", b"")
    data += struct.pack(">H", len(envelope["key"])) + envelope["key"]
    return data + struct.pack(">I", len(envelope["ciphertext"])) + envelope["ciphertext"]


def describe(envelope):
    """One line of the header, as the tests write it too."""
    names = ["group", "connection", "revision", "generation", "certificate", "passwordRecord", "recipient"]
    values = [envelope[name] for name in names if name in envelope]
    return " ".join([envelope["kind"]] + [v.hex() if isinstance(v, bytes) else str(v) for v in values])
