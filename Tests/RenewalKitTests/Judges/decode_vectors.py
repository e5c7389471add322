"""Decodes each vector of a file and prints what it found: the header's fields, or `refused` and the reason.

decode_vectors.py FILE
"""

import json
import sys

import envelope


def decode(vector):
    padding = vector.get("padding", 0)
    if "text" in vector:
        data = envelope.decode_text(vector["text"] + "A" * padding)
    else:
        data = bytes.fromhex(vector["bytes"]) + bytes(padding)
    return envelope.describe(envelope.decode(data))


with open(sys.argv[1], encoding="utf-8") as file:
    for vector in json.load(file):
        try:
            print(vector["name"], decode(vector), sep=": ")
        except envelope.Refused as refused:
            print(vector["name"], f"refused {refused}", sep=": ")
