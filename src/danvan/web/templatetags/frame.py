"""What the base template needs to know of the page that extends it."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import strip_tags

register = template.Library()


@register.simple_tag(takes_context=True)
def page_title(context: Context) -> str:
    """The text of the block ``title`` once more, for the window's title."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block("title") if blocks else None
    return " ".join(strip_tags(block.render(context)).split()) if block else ""


@register.simple_tag(takes_context=True)
def has_block(context: Context, name: str) -> bool:
    """Whether the page fills the block, asked without rendering it."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    return bool(blocks) and len(blocks.blocks.get(name, ())) > 1


@register.simple_tag
def first_items(nav: list[dict[str, Any]] | None, count: int) -> list[dict[str, Any]]:
    """The first lines of the navigation, whatever their group, for the phone's tab bar."""
    return [item for group in nav or [] for item in group["items"]][:count]


@register.simple_tag(takes_context=True)
def who(context: Context) -> Any:
    """The person shown in the frame: ``person`` of the context, or the signed-in actor, or nobody."""
    return context.get("person") or getattr(context.get("request"), "actor", None)
