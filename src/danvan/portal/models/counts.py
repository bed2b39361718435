"""How often the portal's pages are looked at. No cookie, and nothing that says who looked outlives the day."""

from __future__ import annotations

from django.db import models

OTHER_PAGES = 0  # stands for every public page that is no article


class DailyKey(models.Model):
    """The random key under which visitors of one day are told apart; deleted when the day is over."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.day}"


class Hit(models.Model):
    """One look at one page, kept until it is folded into the counts of its day (some ten minutes).

    ``article`` is the number of the article's page, 0 for other pages; it is no foreign key, because a count outlives
    its page. ``visitor`` is a hash under the day's key, ``visitor_before`` the same person's under the key of the day
    before, kept for looks just after midnight: so nobody counts twice there.
    """

    at = models.DateTimeField()
    article = models.BigIntegerField(default=OTHER_PAGES)
    visitor = models.CharField(max_length=22, blank=True, db_collation="C")
    visitor_before = models.CharField(max_length=22, blank=True, db_collation="C")
    member = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["at"], name="hit_at")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.article}"


class DayCount(models.Model):
    """Looks at one article (0: all other pages together) on one local day."""

    day = models.DateField()
    article = models.BigIntegerField(default=OTHER_PAGES)
    views = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "day"], name="day_count_once")]
        indexes = [models.Index(fields=["day", "article"], include=["views"], name="day_count_of_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.article}: {self.views}"


class SiteDay(models.Model):
    """Looks at all pages on one local day: the sum of that day's ``DayCount``, written in the same statement."""

    day = models.DateField(primary_key=True)
    views = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.day}: {self.views}"


class OpeningCount(models.Model):
    """What the counter of an old portal had said when its pages were brought here (``article`` 0: for all the rest)."""

    article = models.BigIntegerField(default=OTHER_PAGES)
    views = models.BigIntegerField()
    until = models.DateField()
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "source"], name="opening_count_once"),
            models.CheckConstraint(condition=models.Q(views__gte=0), name="opening_count_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.views}"


class ReadLog(models.Model):
    """How far the log of the web server in front has been read, so that no line counts twice."""

    path = models.CharField(max_length=500, primary_key=True)
    inode = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.path}: {self.offset}"
