"""Panels of the article's editor that are our own."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from .checking import findings


class FindingsPanel(Panel):
    """What readers who cannot see or hear would miss in the article as it is now; nothing when there is nothing."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "portal/editor/findings.html"

        def is_shown(self) -> bool:
            """Only for an article that exists and has something to mend."""
            return bool(self.instance.pk) and bool(self._findings())

        def _findings(self) -> list[Any]:
            if not hasattr(self, "_found"):
                self._found = findings(self.instance)
            return self._found

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The findings, what must be mended first."""
            context = super().get_context_data(parent_context)
            return context | {"findings": sorted(self._findings(), key=lambda finding: not finding.must)}
