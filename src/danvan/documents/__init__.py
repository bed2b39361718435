"""Writers that know no domain: official DOCX layouts, list exports as XLSX, CSV and DOCX.

A caller hands over plain frozen dataclasses and gets bytes back. Nothing here reads a table, asks for a permission
or knows what a directive or a report is. Layout rules are dated data (``data/profiles.json``), never constants.

The papers are Vietnamese by law, so the fixed words of a paper ("Nơi nhận:", "Số dòng") are written here in
Vietnamese and are not translated; errors are for programmers and are English.
"""
