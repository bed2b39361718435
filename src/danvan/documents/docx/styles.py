"""The paragraph styles of an official document: few, in one typeface, taken from the profile."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from lxml.etree import _Element

from danvan.documents.docx.oxml import ALIGN, child
from danvan.documents.profiles import Element, Profile

BODY = "Body Text"
TABLE_TEXT = "Table Text"
_KEPT = ("Normal", BODY, "Heading 1", "Heading 2", "Heading 3", "Header", "Footer", "Normal Table", "No List")
_KEPT_TOO = ("Default Paragraph Font",)


def prepare_styles(word: WordDocument, profile: Profile) -> None:
    """Replace the styles of the empty Word template by those of the profile."""
    _drop_unused(word)
    defaults = word.styles.element.find(qn("w:docDefaults"))
    run_defaults = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _set_fonts(run_defaults, profile.font)
    language = run_defaults.find(qn("w:lang"))
    for name, value in (("val", "vi-VN"), ("eastAsia", "vi-VN"), ("bidi", "vi-VN")):
        language.set(qn(f"w:{name}"), value)
    paragraph_defaults = defaults.find(qn("w:pPrDefault"))
    for item in list(paragraph_defaults):
        paragraph_defaults.remove(item)

    body = profile.element("body")
    _style(word, "Normal", body, profile)
    _spaced(_style(word, BODY, body, profile), profile, body)
    for level in (1, 2, 3):
        element = profile.element(f"heading_{level}")
        heading = _style(word, f"Heading {level}", element, profile)
        _spaced(heading, profile, element)
        heading.paragraph_format.keep_with_next = True
    for name, part in (("Header", "page_number"), ("Footer", "footer_notice")):
        _style(word, name, profile.element(part), profile).paragraph_format.alignment = ALIGN["center"]
    table_text = word.styles.add_style(TABLE_TEXT, WD_STYLE_TYPE.PARAGRAPH)
    table_text.base_style = word.styles["Normal"]
    _style(word, TABLE_TEXT, profile.element("table_cell"), profile)
    table_text.paragraph_format.space_before = Pt(2)
    table_text.paragraph_format.space_after = Pt(2)


def _style(word: WordDocument, name: str, element: Element, profile: Profile) -> ParagraphStyle:
    style = word.styles[name]
    properties = style.element.get_or_add_rPr()
    for item in list(properties):
        properties.remove(item)
    paragraph = style.element.get_or_add_pPr()
    for item in list(paragraph):
        if item.tag != qn("w:outlineLvl"):
            paragraph.remove(item)
    _set_fonts(properties, profile.font)
    style.font.size = Pt(element.size.value)
    child(properties, "szCs", val=str(round(element.size.value * 2)))
    style.font.bold, style.font.italic = element.bold, element.italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.space_after = Pt(0)
    return style


def _spaced(style: ParagraphStyle, profile: Profile, element: Element) -> None:
    rule, layout = profile.body, style.paragraph_format
    layout.alignment = ALIGN[element.align]
    layout.first_line_indent = Mm(rule.first_line_mm.value)
    layout.space_after = Pt(rule.between_paragraphs_pt.value)
    layout.widow_control = True
    if rule.line_rule == "exactly":
        layout.line_spacing = Pt(rule.line.value)
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    else:
        layout.line_spacing = rule.line.value


def _set_fonts(properties: _Element, font: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is not None:
        properties.remove(fonts)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)
    properties.insert(0, fonts)


def _drop_unused(word: WordDocument) -> None:
    kept = {word.styles[name].element for name in _KEPT}
    kept |= {style.element for style in word.styles if style.name in _KEPT_TOO}
    for style in list(word.styles.element.findall(qn("w:style"))):
        if style not in kept:
            word.styles.element.remove(style)
        else:
            for tag in ("w:link", "w:next"):
                for item in style.findall(qn(tag)):
                    style.remove(item)
