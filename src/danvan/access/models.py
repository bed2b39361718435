"""People, their posts and their grants. A person's page holds work facts only, never opinions or origins."""

from __future__ import annotations

import uuid

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.core.text import fold, person_sort_key
from danvan.orgs.changes import Effect, Succeed, on
from danvan.orgs.models import Unit

from .querysets import DatedQuerySet, UserQuerySet
from .roles import roles


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes accounts; a password of None leaves the account unable to sign in until one is set."""

    def create_user(self, username: str, full_name: str, password: str | None = None) -> User:
        user = self.model(username=username.strip().lower(), full_name=full_name)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """An account of one person. Rights are grants; groups only translate them for the editors' rooms of the portal.

    ``session_salt`` changes when rights are withdrawn, which ends every session. A temporary password was made by an
    administrator, and nothing else is open until its owner has changed it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(_("user name"), max_length=60, unique=True)
    full_name = models.CharField(_("full name"), max_length=120)
    name_sort = models.CharField(max_length=480, editable=False, db_collation="C")
    name_fold = models.CharField(max_length=240, editable=False, default="")
    password_is_temporary = models.BooleanField(default=False, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    session_salt = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["name_sort"]
        # Nobody is above the rule: there are no superusers.
        constraints = [models.CheckConstraint(condition=Q(is_superuser=False), name="user_no_superuser")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def email(self) -> str:
        """Accounts have no mail address; libraries that would write a letter find none."""
        return ""

    def get_full_name(self) -> str:
        """The name, as libraries ask for it."""
        return self.full_name

    def save(self, *args, **kwargs) -> None:
        """Keep the Vietnamese sort key (by given name) and the search key beside the name."""
        self.name_fold = fold(f"{self.full_name} {self.username}")
        self.name_sort = person_sort_key(self.full_name)
        super().save(*args, **kwargs)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind sessions to the password and to the salt, so that one write ends them all."""
        return f"{super()._get_session_auth_hash(secret)}{self.session_salt.hex}"


@pghistory.track()
class Post(models.Model):
    """A title held in a body during some days: one person may hold several."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=120)
    valid = DateRangeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(valid__isempty=False), name="post_not_empty")]

    def __str__(self) -> str:
        return self.title

    @property
    def called(self) -> str:
        """What people call it, in the dry run of a change of units."""
        return f"{self.user.full_name}: {self.title}"


@pghistory.track()
class Grant(models.Model):
    """A role on a unit and all that stands under it, during some days."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    valid = DateRangeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid__isempty=False), name="grant_not_empty"),
            ExclusionConstraint(
                name="grant_once",
                expressions=[
                    (OpClass("user", name="gist_int8_ops"), RangeOperators.EQUAL),
                    (OpClass("unit", name="gist_int8_ops"), RangeOperators.EQUAL),
                    (OpClass("role", name="gist_text_ops"), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} @ {self.unit}"

    @property
    def called(self) -> str:
        """What people call it, in the dry run of a change of units."""
        return f"{self.user.full_name}: {self.label}"

    @property
    def label(self) -> str:
        """The role as people call it; its code when the role exists no more."""
        role = roles().get(self.role)
        return str(role.label) if role else self.role


CONFIRM = _("they go on with the receiver from the day on; the account administrator confirms them")

on(
    Post,
    "unit",
    Effect.SUCCEEDS,
    handler=Succeed(same=("user", "title"), note=CONFIRM),
    what=_("posts of people"),
    why="a post ends with its body, and its holder goes on in the heir until somebody decides otherwise",
)
on(
    Grant,
    "unit",
    Effect.SUCCEEDS,
    handler=Succeed(same=("user", "role"), note=CONFIRM),
    what=_("roles of people"),
    why="the work goes to the heir on that day, so the people who do it must be able to from that day on",
)
