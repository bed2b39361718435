"""One record of each kind in the province of the story, made through services, for the sweep of all addresses.

Whoever adds an address about a record adds the record here: a function of its app that gives, for each name of an
address, the arguments that lead to the record. ``everyone`` names the addresses whose records all people may see.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from danvan.directives import services as directive_services
from danvan.directives.models import RelationKind
from danvan.directives.tests import factories as directive_factories
from danvan.files import services as files
from danvan.notices import services as notices
from danvan.notices.models import Notice
from danvan.orgs import services as org_services
from danvan.orgs.changes import builders
from danvan.portal import services as portal_services
from danvan.portal.services import moderating as comment_services
from danvan.portal.tests import factories as portal_factories
from danvan.reader.kinds import Kind
from danvan.reader.tests import factories as reader_factories
from danvan.reports import services as report_services
from danvan.reports.tests import factories as report_factories
from danvan.reviews.tests import factories as review_factories

Arguments = dict[str, dict[str, Any]]
MAKERS: list[Callable[[Any], Arguments]] = []


def maker(function: Callable[[Any], Arguments]) -> Callable[[Any], Arguments]:
    """Register what makes an app's records."""
    MAKERS.append(function)
    return function


def build(country: Any) -> Arguments:
    """Make the records; gives the arguments of each address about one."""
    found: Arguments = {}
    for make in MAKERS:
        found |= make(country)
    return found


# Units are public knowledge: who may sign in may look them up. So are indicators; whose figures the page shows is said
# in its query and asked for there.
EVERYONE = {"orgs:unit", "figures:cells"}


@maker
def people(country: Any) -> Arguments:
    """An account with a post in a commune."""
    person = country.person("commune_officer", "A1")
    names = ("person", "give_right", "withdraw_right", "renew_password", "close_account")
    return {f"access:{name}": {"public_id": person.public_id} for name in names}


@maker
def inbox(country: Any) -> Arguments:
    """A notice to the officer of a commune."""
    reader = country.person("commune_officer", "A1")
    notices.tell([reader], "Đã đến hạn", "/viec/", key=f"world-{timezone.localdate()}")
    return {"notices:open": {"public_id": Notice.objects.get(user=reader).public_id}}


@maker
def units(country: Any) -> Arguments:
    """A commune."""
    return {"orgs:unit": {"public_id": country["A1"].public_id}}


@maker
def changes(country: Any) -> Arguments:
    """A draft that merges two communes, as those see it who may change one of them."""
    plan = builders.merge(
        [country["A1"], country["A2"]], country["A1"], on=date(2027, 1, 1), decided_by="Nghị quyết 01 (minh họa)"
    )
    draft = org_services.draft(plan, by=country.actor("unit_administrator", "A"))
    acts = ("change", "edit_change", "decide_change", "apply_change", "discard_change", "undo_change")
    return {f"orgs:{name}": {"public_id": draft.public_id} for name in acts}


@maker
def reviews(country: Any) -> Arguments:
    """A draft with its blocks, one that was handed in, and one that was issued with its frozen figures."""
    review_factories.file_models(country)
    draft = review_factories.drafted(country)
    chart = review_factories.charted(country, draft)
    handed_in = review_factories.submitted(country)
    issued = review_factories.issued(country)
    block = draft.blocks.first()
    drafting = ("head", "add", "add_chart", "submit", "voices")
    found = {f"reviews:{name}": {"public_id": draft.public_id} for name in drafting}
    found |= {f"reviews:{name}": {"public_id": handed_in.public_id} for name in ("send_back", "issue")}
    found |= {f"reviews:{name}": {"public_id": issued.public_id} for name in ("review", "docx", "history")}
    found["search:write_about_review"] = {"public_id": issued.public_id}
    found |= {
        f"reviews:{name}": {"public_id": draft.public_id, "block_id": block.public_id}
        for name in ("block", "move", "delete")
    }
    template = review_factories.template(country)
    found |= {f"reviews:{name}": {"public_id": template.public_id} for name in ("template_file", "retire_template")}
    found["reviews:chart"] = {"public_id": draft.public_id, "key": chart.ref.key}
    return found | {"reviews:figure": {"public_id": issued.public_id, "key": issued.refs.first().key}}


@maker
def directives(country: Any) -> Arguments:
    """A directive with its file and a relation, sent to communes, with a commune's plan and a task in parts."""
    clerk = country.actor("provincial_specialist", "A")
    paper = files.store(SimpleUploadedFile("van-ban.txt", "Toàn văn".encode()), by=clerk)
    one, mandates = directive_factories.sent(country)
    other = directive_factories.directive(country, raw_symbol="24-CT/TW", file=paper)
    relation = directive_services.relate(one, other, RelationKind.IMPLEMENTS, by=clerk)
    mandate = _planned(country, mandates["A1.DU"])
    part = directive_factories.task(country, one).children.first()
    found = {
        f"directives:{name}": {"public_id": one.public_id}
        for name in ("directive", "edit", "add_alias", "add_relation", "send", "assign", "matrix", "remind", "targets")
    }
    found |= {
        f"directives:{name}": {"public_id": mandate.public_id}
        for name in ("mandate", "answer", "plan_file", "add_own_task", "add_study")
    }
    found |= {f"directives:{name}": {"public_id": part.public_id} for name in ("task", "task_step", "add_part")}
    return found | {
        "directives:file": {"public_id": other.public_id},
        "directives:mend_study": {
            "public_id": mandate.public_id,
            "study_id": mandate.disseminations.get().public_id,
        },
        "directives:remove_relation": {"public_id": one.public_id, "relation_id": relation.public_id},
        "directives:withdraw": {"public_id": one.public_id, "sending_id": one.sendings.first().public_id},
    }


def _planned(country: Any, mandate: Any) -> Any:
    """The mandate with a plan of the commune that has a file."""
    officer = country.actor("commune_officer", "A1")
    file = files.store(SimpleUploadedFile("ke-hoach.txt", "Kế hoạch".encode()), by=officer)
    mandate = directive_factories.advance(country, mandate, 2)
    planned = directive_services.Planned("Kế hoạch thực hiện", "05-KH/ĐU", file=file)
    return directive_services.plan(mandate, planned, by=officer, version=mandate.version)


@maker
def portal(country: Any) -> Arguments:
    """A published article with all that can hang on one, a comment decided on, and an address that no page has."""
    photo, plan = portal_factories.photo(), portal_factories.attachment()
    body = [("document", {"document": plan})]
    page = portal_factories.published(unit=country["A"], lead_photo=photo, body=body, tags=["khéo"])
    category = {"category": portal_factories.category().slug}
    comment = portal_factories.comment(page)
    editor = country.actor("portal_editor", "A")
    decided = comment_services.decide([comment], "publish", by=editor)
    feeds = {f"portal:{form}_category": category for form in ("rss", "atom")}
    return feeds | {
        **{f"portal:{name}": {"tag": "khéo"} for name in ("tag", "rss_tag", "atom_tag")},
        "portal:sitemap": {"number": 1},
        "portal:category": category,
        "portal:article": {**category, "slug": page.slug},
        "portal:photo": {"path": photo.renditions.get(filter_spec="width-480|format-webp").file.name},
        "portal:attachment": {"public_id": plan.public_id, "name": plan.name},
        "portal:comments": {**category, "slug": page.slug},
        "portal:moderated": {"public_id": comment.public_id},
        "portal:undo_decision": {"decision": decided.decision},
        "wagtail_serve": {"path": "khong/co/"},
    }


@maker
def reader(country: Any) -> Arguments:
    """A document with facts that wait."""
    document = reader_factories.document(country.actor("provincial_specialist", "A"))
    asked = document.facts.filter(kind=Kind.TASK).first()
    names = ("document", "confirm_shown", "read_again")
    return {
        "directives:task_from_text": {"public_id": asked.public_id},
        "reader:decide": {"public_id": document.facts.first().public_id, "verb": "dong-y"},
        **{f"reader:{name}": {"public_id": document.public_id} for name in names},
    }


@maker
def opened(country: Any) -> Arguments:
    """A directive that everybody may read, with its file, and a dataset."""
    clerk = country.actor("provincial_specialist", "A")
    paper = files.store(SimpleUploadedFile("cong-khai.txt", "Toàn văn".encode()), by=clerk)
    one = directive_factories.directive(country, raw_symbol="65-KL/TW", file=paper)
    public = portal_services.open_directive(one, by=country.actor("provincial_head", "A"), with_file=True)
    found = {f"search:{name}": {"public_id": public.public_id} for name in ("public_directive", "public_file")}
    found |= {f"search:{name}": {"public_id": one.public_id} for name in ("make_public", "write_about")}
    return found | {f"search:{name}": {"slug": "bai-viet"} for name in ("csv", "json", "api_rows")}


@maker
def indicators(country: Any) -> Arguments:
    """A shipped indicator."""
    return {"figures:cells": {"code": "doc_issued"}}


@maker
def reports(country: Any) -> Arguments:
    """A round with a report that waits to be filled in and one that was filed."""
    opened = report_factories.open_round(country)
    waiting = report_factories.submission_of(opened, country, "A1.DU")
    filed = report_factories.submission_of(opened, country, "A2.DU")
    report_factories.file(country, filed, on="A2")
    form = opened.form_version.form
    found = {
        f"reports:{name}": {"public_id": opened.public_id}
        for name in (
            "round",
            "round_accept",
            "round_remind",
            "round_close",
            "round_voices",
            "round_sheet",
            "round_outliers",
        )
    }
    typing = ("fill", "save", "explain", "extend", "sheet", "sheet_in")
    found |= {f"reports:{name}": {"public_id": waiting.public_id} for name in typing}
    above = ("submission", "paper", "accept", "return", "check", "send_back")
    found |= {f"reports:{name}": {"public_id": filed.public_id} for name in above}
    found |= {f"reports:{name}": {"public_id": waiting.public_id} for name in ("save_text", "attach")}
    officer = country.actor("commune_officer", "A1")
    paper = SimpleUploadedFile("bien-ban.txt", "Biên bản".encode())
    proof = report_services.attach(waiting, paper, report_services.About("Biên bản"), by=officer)
    found |= {
        f"reports:{name}": {"public_id": waiting.public_id, "evidence_id": proof.public_id}
        for name in ("evidence", "detach")
    }
    return found | {f"reports:{name}": {"public_id": form.public_id} for name in ("form", "form_editions")}
