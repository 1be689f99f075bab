import struct
import zlib

from tests.browser import png

LINES = [bytes((at // 9 * 70 + row * 13) % 256 for at in range(30)) for row in range(5)]


def picture(filtered: bytes, width: int = 10, height: int = 5) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(filtered, 0)), (b"IEND", b""))
    return png._SIGNATURE + b"".join(png._chunk(*chunk) for chunk in chunks)


def filtered(kind: int) -> bytes:
    """The lines as a PNG of this filter stores them, by the definitions of the standard."""
    made, above = b"", bytes(30)
    for line in LINES:
        made += bytes([kind])
        for at, value in enumerate(line):
            left, up, corner = (line[at - 3], above[at], above[at - 3]) if at >= 3 else (0, above[at], 0)
            plane = left + up - corner
            far = {left: abs(plane - left), up: abs(plane - up), corner: abs(plane - corner)}
            paeth = (
                left if far[left] <= far[up] and far[left] <= far[corner] else up if far[up] <= far[corner] else corner
            )
            made += bytes([(value - (0, left, up, (left + up) // 2, paeth)[kind]) % 256])
        above = line
    return made


def test_every_filter_is_undone():
    for kind in range(5):
        assert png._unfiltered(filtered(kind), 30, 3) == LINES


def test_a_picture_is_the_same_and_smaller():
    before = picture(filtered(4))
    after = png.repacked(before)
    assert len(after) < len(before)
    assert zlib.decompress(dict(png._chunks(after))[b"IDAT"]) == b"".join(b"\0" + line for line in LINES)
