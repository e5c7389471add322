"""Makes every canonical encoding over fixed values, written from the article Formats alone.

Prints one line each: name and bytes. The Swift tests make the same from the same values.
"""

import struct
import uuid


def u64(number):
    return struct.pack(">Q", number & (2**64 - 1))


def canonical(use, *fields):
    data = b""
    for field in ("renewalkit/v1/" + use,) + fields:
        if isinstance(field, str):
            field = field.encode("utf-8")
        elif isinstance(field, int):
            field = u64(field)
        elif isinstance(field, uuid.UUID):
            field = field.bytes
        data += struct.pack(">I", len(field)) + field
    return data


def same(byte, count=32):
    return bytes([byte]) * count


GROUP, MACHINE, CONNECTION = (uuid.UUID(bytes=same(byte, 16)) for byte in (0x11, 0x21, 0x31))
CREATED, VALIDITY = 1_800_000_000, 2_628_000
CERTIFICATE, NEXT_CERTIFICATE = bytes.fromhex("3003020103"), bytes.fromhex("3003020104")
PACKAGE, DELIVERY = b"a key package", b"a delivery"
RECORD_HASH = same(0xB1)
P256, X25519, ED25519 = 1, 2, 3

DERIVATION = (4, "scrypt", 131072, 8, 1, same(0x5A, 16), X25519, same(0x2A), ED25519, same(0x3A))
ANCHOR = canonical("anchor", GROUP, 3, same(0xC3), *DERIVATION)
RECORD = canonical("password-record", GROUP, *DERIVATION, 3, same(0xC3), same(0xA1, 64))
RECORD_FIELDS = (RECORD, same(0xA2, 64))
LINK = canonical("link", GROUP, 3, 4, CERTIFICATE, NEXT_CERTIFICATE, RECORD_HASH)


def request(operation, *body):
    return canonical("request", operation, GROUP, MACHINE, same(0xD1), same(0xC3), 9, *body)


def join(operation, *founding):
    return canonical("join", operation, GROUP, MACHINE, "Büro 7", "2.23", P256, same(0x4A, 65), 4, 12, *founding)


def submit(delivery):
    link = (RECORD_HASH, same(0xA3, 64), same(0xA4, 64))
    return request("submit", 4, NEXT_CERTIFICATE, CREATED, VALIDITY, *link, *RECORD_FIELDS, PACKAGE, delivery)


def credentials(user, password):
    data = canonical("windows-credentials", user, password)
    return data + struct.pack(">I", padding := -(len(data) + 4) % 64) + bytes(padding)


ENCODINGS = {
    "request checkIn": request("checkIn", "2.23.0.1", 3, 2, 2, 3, b""),
    "request checkIn, doubting": request("checkIn", "2.23.0.1", 3, 2, 2, 3, same(0xC2)),
    "request submit": submit(DELIVERY),
    "request submit, without delivery": submit(b""),
    "request changePassword": request("changePassword", *RECORD_FIELDS, 2, 2, PACKAGE, 3, PACKAGE),
    "request replaceDelivery": request("replaceDelivery", 3, DELIVERY, PACKAGE),
    "request storeCopies": request("storeCopies", CONNECTION, 7, 1, 4, same(0xC4), b"a credential copy"),
    "request leave": request("leave"),
    "join firstJoin": join("firstJoin", NEXT_CERTIFICATE, CREATED, VALIDITY, *RECORD_FIELDS, PACKAGE),
    "join join": join("join"),
    "join rejoin": join("rejoin"),
    "link": LINK,
    "anchor": ANCHOR,
    "password-record": RECORD,
    "public-key": canonical("public-key", P256, same(0x4A, 65)),
    "history": canonical("history", GROUP, 2, CREATED, "app:alice", "policySet", "S2", "why", str(GROUP), bytes(32)),
    "windows-credentials": credentials("CONTOSO\\robot", "p\u00e4ssw\u00f6rd"),
    "info credential": canonical("credential", 1, 1, GROUP, CONNECTION, 7, 3, same(0xC3)),
    "info keyPackage": canonical("key-package", 1, 2, GROUP, 3, same(0xC3), RECORD_HASH),
    "info delivery": canonical("delivery", 1, 1, GROUP, 3, same(0xC3), same(0xC2)),
}

if __name__ == "__main__":
    for name, data in ENCODINGS.items():
        print(name, data.hex(), sep=": ")
