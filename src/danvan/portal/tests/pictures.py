"""Photos as cameras and strangers bring them, and tiny films."""

from __future__ import annotations

import io
import struct

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo

OWNER = "Chu may minh hoa"
PLACE = "21.0278,105.8342"
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>{PLACE}</rdf></x:xmpmeta>'.encode()


def jpeg(size: tuple[int, int] = (640, 480), *, colour: str = "#8a6d3b") -> bytes:
    """A photo with owner, place, a comment and XMP, lying on its side as phones write it."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(
        out, "JPEG", exif=_exif(), xmp=XMP, comment=OWNER.encode(), quality=90, icc_profile=b""
    )
    return out.getvalue()


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[Base.Artist] = OWNER
    exif[Base.Orientation] = 6
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (21.0, 1.0, 40.0)
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSMapDatum] = PLACE
    return exif


def png(size: tuple[int, int] = (640, 480), *, colour: str = "#3b6d8a") -> bytes:
    """A drawing that says in its text who made it and where."""
    words = PngInfo()
    words.add_text("Author", OWNER)
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG", pnginfo=words, exif=_exif())
    return out.getvalue()


def moving(kind: str = "PNG") -> bytes:
    """Two pictures in one file."""
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("#111111", "#eeeeee")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def bomb() -> bytes:
    """A few kilobytes that would become 900 million points."""
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    return out.getvalue()


def box(kind: bytes, content: bytes) -> bytes:
    """One part of an MP4 film."""
    return struct.pack(">I", len(content) + 8) + kind + content


def mp4() -> bytes:
    """The bones of a film, with place and owner where phones write them."""
    telling = box(b"udta", box(b"\xa9xyz", PLACE.encode())) + box(b"meta", OWNER.encode())
    track = box(b"trak", box(b"tkhd", bytes(20)) + box(b"udta", OWNER.encode()))
    return (
        box(b"ftyp", b"isom\0\0\0\0isommp41")
        + box(b"moov", box(b"mvhd", bytes(20)) + track + telling)
        + box(b"uuid", PLACE.encode() * 2)
        + box(b"mdat", b"film" * 300)
    )


def webm() -> bytes:
    """The bones of a film, with tags."""

    def element(kind: bytes, content: bytes) -> bytes:
        return kind + bytes([0x40 | len(content) >> 8, len(content) & 0xFF]) + content

    head = element(b"\x1a\x45\xdf\xa3", element(b"\x42\x82", b"webm"))
    tags = element(b"\x12\x54\xc3\x67", OWNER.encode() + PLACE.encode())
    return head + element(b"\x18\x53\x80\x67", tags + element(b"\x1f\x43\xb6\x75", b"film" * 20))
