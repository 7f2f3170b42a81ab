"""Files as people send them, good and bad, made on the spot."""

from __future__ import annotations

import io
import zipfile

import docx

PLAN = """青禾县2026年教育工作要点
一、办好学前教育
1.普惠性幼儿园覆盖率达到92%以上。牵头股室：学前股。
2.新建公办幼儿园2所，2026年10月底前投入使用。牵头股室：项目办。
二、抓好教师队伍
3.组织教师全员培训，教师培训率达到100%。牵头股室：人事股。
"""
BILLION_LAUGHS = """<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>"""
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY d SYSTEM "file:///etc/passwd">]>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(text: str = PLAN) -> bytes:
    """A Word file."""
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A zip with one part put in or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, part)
    return out.getvalue()


def word_with_entities(head: str, encoding: str = "utf-8") -> bytes:
    """A Word file whose text is an entity."""
    body = f"{head}<w:document {W}><w:body><w:p><w:r><w:t>&d;</w:t></w:r></w:p></w:body></w:document>"
    return with_part(word(), "word/document.xml", body.encode(encoding))


def zip_bomb() -> bytes:
    """A Word file of some hundred kB that unpacks to 300 MB."""
    return with_part(word(), "word/document.xml", bytes(300 * 1024 * 1024))


def locked_word() -> bytes:
    """A Word file behind a password: an OLE container with an EncryptedPackage."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)


def locked_zip() -> bytes:
    """A Word file whose parts are marked as encrypted."""
    content = bytearray(word())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.start_dir
    while content[start:start + 4] == b"PK\x01\x02":
        content[start + 8] |= 1
        lengths = (int.from_bytes(content[start + at:start + at + 2], "little") for at in (28, 30, 32))
        start += 46 + sum(lengths)
    return bytes(content)


def pdf(*, locked: bool = False) -> bytes:
    """A PDF with one page and no text, with a password where asked."""
    encrypt = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"28" * 32 + b"> /U <" + b"5f" * 32 + b"> >> "
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"]
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, each in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    table = out.tell()
    out.write(b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size 4 /Root 1 0 R " + (encrypt if locked else b"")
              + b"/ID [<" + b"11" * 16 + b"> <" + b"11" * 16 + b">] >>\nstartxref\n%d\n%%%%EOF\n" % table)
    return out.getvalue()
