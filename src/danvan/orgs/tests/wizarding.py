"""How tests go through the wizard: the address of ticks, what is typed, the record and its sign-off."""

from __future__ import annotations

import re
import uuid

from django.urls import reverse

from danvan.orgs.models import Change

NEW = "/don-vi/thay-doi/moi/"
DOCUMENT = "Nghị quyết số 01/2026/NQ-HĐND (minh họa)"
COMMON = {"effective_on": "01/01/2027", "decided_by": DOCUMENT, "note": ""}


def address(country, kind: str, units=(), heirs=(), step: str = "form") -> str:
    picks = [("units", code) for code in units] + [("heirs", code) for code in heirs]
    ticked = "".join(f"&pick_{slot}={country[code].public_id}" for slot, code in picks)
    return f"{NEW}?kind={kind}{ticked}&step={step}"


def send(client, url: str, /, **typed):
    return client.post(url, {"token": str(uuid.uuid4()), **COMMON, **typed})


def new_unit(**typed):
    return {
        "heir": "new",
        "name": "Xã Hòa Đồng",
        "short_name": "",
        "kind": "commune",
        "code": "A9",
        "parent": "A",
    } | typed


def drafted(client, country, what: str = "merge", units=("A1", "A2"), heirs=(), /, **typed) -> Change:
    answer = send(client, address(country, what, units, heirs), **(typed or new_unit()))
    assert answer.status_code == 302, errors(answer)
    return Change.objects.get(public_id=re.search(r"thay-doi/([0-9a-f-]+)/", answer.url)[1])


def errors(answer) -> list[str]:
    form = answer.context and answer.context.get("form")
    return [] if not form else [form.errors.as_text(), *(row.errors.as_text() for row in answer.context["rows"])]


def page_of(client, change: Change):
    answer = client.get(change.get_absolute_url())
    assert answer.status_code == 200
    return answer


def sign(client, change: Change, page=None, **typed):
    shown = (page or page_of(client, change)).context
    data = {"digest": shown["digest"], "version": shown["change"].version, "seen": shown["seen"], "read": "yes"}
    return client.post(reverse("orgs:apply_change", args=[change.public_id]), data | typed)


def two_heirs(**typed):
    rows = {}
    for number, name in enumerate(("Xã Đông", "Xã Tây")):
        words = {"name": name, "short_name": "", "kind": "commune", "code": f"A8{number}", "parent": "A"}
        rows |= {f"heir-{number}-{key}": value for key, value in words.items()}
    return {"rows": "2", "method": "population", "heir-0-amount": "4.000", "heir-1-amount": "2.000"} | rows | typed
