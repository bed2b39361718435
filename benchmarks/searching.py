"""Search in a great many documents: how long a question takes, by how common its words are.

The documents are sentences of invented words around some real ones, whose shares are set; most are public, the others
belong to bodies of a province. What is measured is ``danvan.search.queries.find`` as the pages call it: the question
read, old names and slips looked for, permission, the newest 2,000 hits ranked, twenty of them marked.

Two peers over the same rows, in the same run and on the same connection: ranking every hit with ``ts_rank`` and
counting all of them, as PostgreSQL's handbook shows it; and Wagtail's own search (modelsearch), over fewer documents,
because it is slow to fill.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from .table import percentile, table

DOCUMENTS, WORDS = 200_000, 300
ROUNDS = 12
FIRST_DAY, DAYS = date(2006, 1, 1), 7_600
HIDDEN = 0.2

# Word or phrase, and the share of documents that hold it.
SHARES = (
    ("Dân vận khéo", 0.25),
    ("công tác dân vận", 0.95),
    ("đồng bào", 0.5),
    ("tôn giáo", 0.12),
    ("người có uy tín", 0.06),
    ("hiến đất", 0.02),
    ("Mường Lát", 0.004),
    ("cà phê", 0.0005),
    ("62-KL/TW", 0.001),
)
CLASSES = {
    "one common word": ("van", "dân", "tac", "đồng"),
    "one word of the middle": ("tôn", "giao", "tín", "hiến"),
    "one rare word": ("phê", "mường", "62kltw", "lat"),
    "two words": ("dân vận", "dong bao", "ton giao", "cà phê"),
    "three words": ("dan van kheo", "công tác dân", "người uy tín", "dong bao muong"),
    "mixed marks": ("dan vận", "đồng bao", "hien đất", "tôn giao đồng bao"),
    "phrase": ('"dân vận khéo"', '"hien dat"', '"người có uy tín"', '"cong tac dan van"'),
    "rare beside common": ("van phê", "dân lát", "công tác cà", "62-KL/TW dân vận"),
    "never together": ("zzkhông vận", "phê 62kltw", "lát phê uy", "mường cà 62kltw"),
    "a slip of the pen": ("dan vna kheo", "đồn bàoo", "uy tínn", "hiến đấtt"),
}
ONSETS = "b c ch d đ g gi h k kh l m n ng nh p ph qu r s t th tr v x".split()
RIMES = "a an ang ao âm ân ê em en i ia inh iên o on ong ôn ông ơi u ung uôn ưa ương y".split()
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
