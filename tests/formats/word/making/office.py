"""Makes files by LibreOffice from plans, and reads back by LibreOffice what they come to; see `make_office.py`.

Run by the interpreter that has LibreOffice's bridge: `/usr/bin/python3 office.py PLANS.json FOLDER`. Made with
LibreOffice 7.4.7.2 40(Build:2) of Debian 12 (libreoffice-writer-nogui, python3-uno). Changes are recorded by
LibreOffice itself, under the name of each author; what is left after all are accepted, and after all are refused, is
written beside the files as FOLDER/said.json.
"""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import uno
from com.sun.star.awt.FontSlant import ITALIC, NONE
from com.sun.star.beans import PropertyValue
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK
from com.sun.star.text.TextContentAnchorType import AS_CHARACTER

PORT = 2877
PROFILE = "/tmp/corpus-office"
FILTERS = {
    "docx": "MS Word 2007 XML",
    "odt": "writer8",
    "doc": "MS Word 97",
    "rtf": "Rich Text Format",
    "html": "HTML (StarWriter)",
}
STYLES = {"heading": "Heading {}", "quotation": "Quotations", "paragraph": "Text Body"}
LOCALES = {"en": ("en", "GB"), "fr": ("fr", "FR"), "es": ("es", "ES"), "ar": ("ar", "SA")}


def value(name, what):
    found = PropertyValue()
    found.Name, found.Value = name, what
    return found


class Office:
    """A LibreOffice without windows, driven over its bridge."""

    def __init__(self):
        accept = f"--accept=socket,host=127.0.0.1,port={PORT};urp;"
        command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{PROFILE}", accept]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(60):
            try:
                address = f"uno:socket,host=127.0.0.1,port={PORT};urp;StarOffice.ComponentContext"
                self.context = resolver.resolve(address)
                break
            except Exception:  # it is not up yet
                time.sleep(1)
        make = self.context.ServiceManager.createInstanceWithContext
        self.desktop = make("com.sun.star.frame.Desktop", self.context)
        self.dispatcher = make("com.sun.star.frame.DispatchHelper", self.context)
        provider = make("com.sun.star.configuration.ConfigurationProvider", self.context)
        path = (value("nodepath", "/org.openoffice.UserProfile/Data"),)
        self.user = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationUpdateAccess", path)

    def be(self, author):
        """What is changed from now on is by `author`."""
        self.user.setPropertyValue("givenname", author)
        self.user.setPropertyValue("sn", "")
        self.user.commitChanges()

    def open(self, url):
        return self.desktop.loadComponentFromURL(url, "_blank", 0, (value("Hidden", True),))

    def new(self):
        """A document that is shown nowhere: LibreOffice 7.4 without windows dies where it draws a comment."""
        doc = self.context.ServiceManager.createInstanceWithContext("com.sun.star.text.TextDocument", self.context)
        doc.initNew()
        return doc

    def stop(self):
        try:
            self.desktop.terminate()
        except Exception:  # it hangs up first
            time.sleep(1)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)


def make(office, plan, path):
    doc = office.new()
    text = doc.Text
    standard = doc.StyleFamilies.getByName("ParagraphStyles").getByName("Standard")
    locale = uno.createUnoStruct("com.sun.star.lang.Locale", *LOCALES[plan["language"]], "")
    setattr(standard, "CharLocaleComplex" if plan["language"] == "ar" else "CharLocale", locale)
    places = []
    first = True
    for part in plan["parts"]:
        if not first:
            text.insertControlCharacter(text.End, PARAGRAPH_BREAK, False)
        first = False
        if "table" in part:
            put_table(doc, part["table"])
            first = True  # LibreOffice leaves a paragraph behind a table
            continue
        cursor = text.createTextCursorByRange(text.End)
        put_shape(cursor, part, plan["language"])
        for piece in part["pieces"]:
            put_piece(office, doc, piece)
        places.append(part)
    change(office, doc, places)
    comment(doc, places)
    office.be("")
    how = [value("FilterName", FILTERS[path.rsplit(".", 1)[1]])]
    if plan.get("password"):
        how.append(value("Password", plan["password"]))
    doc.storeToURL(f"file://{path}", tuple(how))
    doc.close(True)


def put_shape(cursor, part, language):
    style = STYLES.get(part["kind"], "Text Body").format(part["level"])
    cursor.ParaStyleName = style
    cursor.setPropertyToDefault("CharWeight")
    cursor.setPropertyToDefault("CharPosture")
    cursor.NumberingStyleName = ""
    if part["num"]:
        cursor.NumberingStyleName = "List 1" if part["num"][0] == 0 else "Numbering 123"
        cursor.NumberingLevel = part["num"][1]
    if language == "ar":
        cursor.WritingMode = 1


def put_piece(office, doc, piece):
    text = doc.Text
    cursor = text.createTextCursorByRange(text.End)
    if "text" in piece:
        text.insertString(cursor, piece["text"], True)
        if piece["bold"] or piece["italic"]:
            cursor.CharWeight = cursor.CharWeightComplex = 150.0 if piece["bold"] else 100.0
            cursor.CharPosture = cursor.CharPostureComplex = ITALIC if piece["italic"] else NONE
        if piece["href"]:
            cursor.HyperLinkURL = piece["href"]
        if piece["bold"] or piece["italic"] or piece["href"]:
            cursor.collapseToEnd()
            for name in ("CharWeight", "CharPosture", "CharWeightComplex", "CharPostureComplex", "HyperLinkURL"):
                cursor.setPropertyToDefault(name)
    elif "note" in piece:
        note = doc.createInstance(f"com.sun.star.text.{'Endnote' if piece['end'] else 'Footnote'}")
        text.insertTextContent(cursor, note, False)
        inside = note.Text if hasattr(note, "Text") else note
        for number, line in enumerate(piece["note"]):
            if number:
                inside.insertControlCharacter(inside.End, PARAGRAPH_BREAK, False)
            inside.insertString(inside.End, line, False)
    elif "box" in piece:
        frame = doc.createInstance("com.sun.star.text.TextFrame")
        frame.AnchorType, frame.Width, frame.Height = AS_CHARACTER, 6000, 1500
        text.insertTextContent(cursor, frame, False)
        frame.Text.insertString(frame.Text.End, piece["box"][0], False)
    else:
        shape = doc.createInstance("com.sun.star.text.TextGraphicObject")
        shape.AnchorType = AS_CHARACTER
        make_one = office.context.ServiceManager.createInstanceWithContext
        provider = make_one("com.sun.star.graphic.GraphicProvider", office.context)
        shape.Graphic = provider.queryGraphic((value("URL", f"file://{sys.argv[2]}/dot.png"),))
        shape.Description = piece["picture"]
        shape.Width = shape.Height = 500
        text.insertTextContent(cursor, shape, False)


def put_table(doc, rows):
    text = doc.Text
    table = doc.createInstance("com.sun.star.text.TextTable")
    table.initialize(len(rows), len(rows[0]))
    text.insertTextContent(text.End, table, False)
    for number, row in enumerate(rows):
        for at, words in enumerate(row):
            table.getCellByPosition(at, number).setString(words)


def change(office, doc, places):
    """Make all changes from the end to the beginning, so that places before stay what they are."""
    text = doc.Text
    paragraphs = list(_paragraphs(text))
    assert len(paragraphs) >= len(places), (len(paragraphs), len(places))
    for part, paragraph in reversed(list(zip(places, paragraphs, strict=False))):
        start = text.createTextCursorByRange(paragraph.Start)
        for each in reversed(part["changes"]):
            apply(office, doc, start, each)
        if part["gone"]:
            take_out(office, doc, start, part["gone"])
        for each in part["before"]:
            office.be(each["by"])
            doc.RecordChanges = True
            cursor = text.createTextCursorByRange(start)
            text.insertString(cursor, each["words"], False)
            text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
            doc.RecordChanges = False


def comment(doc, places):
    """Comments come last, in the text with all changes."""
    paragraphs = list(_paragraphs(doc.Text))
    at = 0
    places_of = []
    for part in places:
        at += len(part["before"])
        places_of.append(paragraphs[at])
        at += 1
    for part, paragraph in reversed(list(zip(places, places_of, strict=True))):
        for each in reversed(part["comments"]):
            cursor = doc.Text.createTextCursorByRange(paragraph.Start)
            cursor.goRight(each["start"], False)
            cursor.goRight(each["end"] - each["start"], True)
            note = doc.createInstance("com.sun.star.text.textfield.Annotation")
            note.Author, note.Content = each["by"], each["body"]
            doc.Text.insertTextContent(cursor, note, True)


def _paragraphs(text):
    found = text.createEnumeration()
    while found.hasMoreElements():
        each = found.nextElement()
        if each.supportsService("com.sun.star.text.Paragraph"):
            yield each


def apply(office, doc, start, each):
    text = doc.Text
    office.be(each["by"])
    cursor = text.createTextCursorByRange(start.Start)
    cursor.goRight(each.get("start", each.get("at", 0)), False)
    cursor.goRight(each.get("end", 0) - each.get("start", 0), True)
    doc.RecordChanges = True
    if each["do"] == "ins":
        text.insertString(cursor, each["words"], False)
        for gone in reversed(each["gone"]):
            apply(office, doc, start, gone)
    elif each["do"] == "del":
        cursor.setString("")
    else:
        cursor.CharWeight = cursor.CharWeightComplex = 150.0
    doc.RecordChanges = False


def take_out(office, doc, start, by):
    """The whole paragraph, its mark too."""
    text = doc.Text
    office.be(by)
    cursor = text.createTextCursorByRange(start.Start)
    cursor.gotoNextParagraph(True)
    doc.RecordChanges = True
    cursor.setString("")
    doc.RecordChanges = False


def said(office, path):
    """What the file comes to, by LibreOffice: paragraphs and notes after all are accepted and after all are refused."""
    found = {}
    bare = without_comments(path)
    for how in ("Accept", "Reject"):
        doc = office.open(f"file://{bare}")
        office.dispatcher.executeDispatch(doc.CurrentController.Frame, f".uno:{how}AllTrackedChanges", "", 0, ())
        body = [each.String for each in _paragraphs(doc.Text)]
        notes = [doc.Footnotes.getByIndex(at).String for at in range(doc.Footnotes.Count)]
        notes += [doc.Endnotes.getByIndex(at).String for at in range(doc.Endnotes.Count)]
        found[how] = {"body": body, "notes": notes}
        doc.close(True)
    return found


_COMMENT = re.compile(
    rb"<w:commentRange(?:Start|End)[^>]*/>|<w:commentReference[^>]*/>"
    rb"|<office:annotation .*?</office:annotation>|<office:annotation-end[^>]*/>",
    re.DOTALL,
)


def without_comments(path):
    """Where the same file without its comments is, which LibreOffice 7.4 without windows may draw."""
    bare = f"{path.rsplit('.', 1)[0]}-bare.{path.rsplit('.', 1)[1]}"
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(bare, "w") as copy:
        for name in package.namelist():
            copy.writestr(name, _COMMENT.sub(b"", package.read(name)))
    return bare


def main(plans, folder):
    office = Office()
    result = {}
    try:
        for name, plan in json.loads(Path(plans).read_text("utf-8")).items():
            path = f"{folder}/{name}"
            print(name, flush=True)
            if "parts" in plan:  # otherwise the file is there already
                make(office, plan, path)
            if not plan.get("bad"):
                result[name] = said(office, path)
    finally:
        Path(folder, "said.json").write_text(json.dumps(result, ensure_ascii=False), "utf-8")
        office.stop()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
