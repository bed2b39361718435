"""The one matrix of roles and actions. Grants (who holds a role, where, when) are data.

A role acts on the unit of its grant and on all that stands under it. Nobody approves what they filed themselves, or
takes both steps of an approval, whatever their roles: that rule lives with the submission. The head of a unit takes
the first step; the head above may stand in, when the unit has none or its head filed the report.
"""

from django.utils.translation import gettext_lazy as _

from danvan.access.access import MANAGE_ACCOUNTS
from danvan.access.roles import Role
from danvan.directives import access as directives
from danvan.figures import access as figures
from danvan.orgs.access import CHANGE_UNITS
from danvan.portal import access as portal
from danvan.reader import access as reader
from danvan.reports import access as reports
from danvan.reviews import access as reviews

SEE = frozenset({directives.VIEW, figures.VIEW, reports.VIEW, reviews.VIEW})
TAKE_AWAY = frozenset({directives.EXPORT, figures.EXPORT, reports.EXPORT, reviews.EXPORT})

ROLES = (
    Role(
        "provincial_specialist",
        _("Provincial specialist"),
        SEE
        | TAKE_AWAY
        | {directives.REGISTER, directives.SEND, directives.ASSIGN}
        | {reports.DESIGN, reports.OPEN, reports.DECIDE, reviews.WRITE}
        | {reader.VIEW, reader.CONFIRM},
    ),
    Role(
        "provincial_head",
        _("Provincial head"),
        SEE
        | TAKE_AWAY
        | {directives.SEND, directives.PUBLISH, reports.CHECK, reports.DECIDE, reviews.WRITE, reviews.ISSUE},
    ),
    Role(
        "commune_officer",
        _("Commune officer"),
        SEE | TAKE_AWAY | {directives.ANSWER, reports.FILL, reports.FILE},
    ),
    Role(
        "commune_head",
        _("Commune head"),
        SEE | TAKE_AWAY | {directives.ANSWER, directives.ASSIGN, reports.FILE, reports.CHECK},
    ),
    Role("reader", _("Reader"), SEE),
    Role("portal_author", _("Author of the portal"), frozenset({portal.WRITE})),
    Role("portal_editor", _("Editor of the portal"), frozenset({portal.WRITE, portal.EDIT, portal.MODERATE})),
    Role(
        "portal_publisher",
        _("Publisher of the portal"),
        frozenset(
            {portal.WRITE, portal.EDIT, portal.PUBLISH, portal.MODERATE, portal.IMPORT} | {reader.VIEW, reader.CONFIRM}
        ),
    ),
    Role("account_administrator", _("Account administrator"), frozenset({MANAGE_ACCOUNTS})),
    Role("unit_administrator", _("Unit administrator"), frozenset({CHANGE_UNITS, reviews.TEMPLATES})),
)

# What people call each action, for the page that tells them what they may do.
ACTIONS = {
    MANAGE_ACCOUNTS: _("manage accounts and rights"),
    CHANGE_UNITS: _("merge, split, rename, move, found and end units"),
    portal.WRITE: _("write articles of the portal"),
    portal.EDIT: _("edit articles of others"),
    portal.PUBLISH: _("publish articles"),
    portal.MODERATE: _("decide on comments of readers"),
    portal.IMPORT: _("bring in the pages of an old portal"),
    directives.VIEW: _("see directives and tasks"),
    directives.REGISTER: _("register directives"),
    directives.SEND: _("send directives to units and remind them"),
    directives.ANSWER: _("report how far a directive is carried out"),
    directives.ASSIGN: _("assign tasks"),
    directives.EXPORT: _("export lists of directives"),
    directives.PUBLISH: _("make directives public"),
    figures.VIEW: _("see figures"),
    figures.EXPORT: _("export figures"),
    reader.VIEW: _("see documents that were read"),
    reader.CONFIRM: _("have documents read and confirm what they say"),
    reports.VIEW: _("see reports"),
    reports.DESIGN: _("design report forms"),
    reports.OPEN: _("open rounds of reports, extend and remind"),
    reports.FILL: _("fill in reports"),
    reports.FILE: _("file reports"),
    reports.CHECK: _("approve what the unit filed, the first of two steps"),
    reports.DECIDE: _("accept or return reports"),
    reports.EXPORT: _("export reports"),
    reviews.VIEW: _("see review reports"),
    reviews.WRITE: _("write review reports"),
    reviews.ISSUE: _("issue review reports"),
    reviews.EXPORT: _("export review reports"),
    reviews.TEMPLATES: _("keep own Word templates of review reports"),
}
