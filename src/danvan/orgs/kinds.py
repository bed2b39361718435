"""The kinds of unit: areas are the branches of the tree, bodies hang on them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """What a unit is on a given day (a commune may become a ward and stay the same unit)."""

    NATION = "nation", _("Nation")
    PROVINCE = "province", _("Province")
    MUNICIPALITY = "municipality", _("Centrally run city")
    DISTRICT = "district", _("District (closed in 2025)")
    COMMUNE = "commune", _("Commune")
    WARD = "ward", _("Ward")
    TOWNSHIP = "township", _("Township (closed in 2025)")
    SPECIAL_ZONE = "special_zone", _("Special zone")
    VILLAGE = "village", _("Village or residential group")
    PARTY_COMMITTEE = "party_committee", _("Party committee")
    COMMISSION = "commission", _("Party commission")
    FRONT = "front", _("Fatherland Front committee")
    ORGANISATION = "organisation", _("Socio-political organisation")
    PEOPLES_COMMITTEE = "peoples_committee", _("People's Committee")
    PEOPLES_COUNCIL = "peoples_council", _("People's Council")
    ARMED_FORCE = "armed_force", _("Armed force")
    AGENCY = "agency", _("Agency")
    ENTERPRISE = "enterprise", _("Enterprise")
    SCHOOL = "school", pgettext_lazy("kind of unit", "School")
    BANK_BRANCH = "bank_branch", _("Bank branch")
    STEERING_COMMITTEE = "steering_committee", _("Steering committee")


PROVINCE_LEVEL = frozenset({Kind.PROVINCE, Kind.MUNICIPALITY})
COMMUNE_LEVEL = frozenset({Kind.COMMUNE, Kind.WARD, Kind.TOWNSHIP, Kind.SPECIAL_ZONE})
AREAS = frozenset({Kind.NATION, Kind.DISTRICT, Kind.VILLAGE}) | PROVINCE_LEVEL | COMMUNE_LEVEL
BODIES = frozenset(Kind) - AREAS


class ChangeKind(TextChoices):
    """What happens to units on one day, by one decision."""

    CREATE = "create", _("Creation")
    MERGE = "merge", _("Merger")
    SPLIT = "split", _("Split")
    PART = "part", _("Transfer of a part")
    RENAME = "rename", _("Change of name")
    RETYPE = "retype", _("Change of type")
    MOVE = "move", _("Move to another parent")
    DISSOLVE = "dissolve", _("Dissolution")


class ShareKind(TextChoices):
    """By what a source's figures are carried to several heirs; "whole" leaves nothing to apportion."""

    WHOLE = "whole", _("whole")
    POPULATION = "population", _("by population")
    HOUSEHOLDS = "households", _("by households")
    HAND = "hand", _("by a table set by hand")
    NONE = "none", _("not apportionable")
