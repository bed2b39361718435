from .comments import Allowance, Comment, CommentPause
from .counts import DailyKey, DayCount, Hit, OpeningCount, ReadLog, SiteDay
from .imported import ImportedPage
from .media import Photo, PhotoRendition
from .opened import ArticleLink, PublicDirective
from .pages import ArticlePage, ArticleTag, CategoryPage, FrontPage, NewsPage
from .public import PublicArticle

__all__ = [
    "Allowance", "ArticleLink", "ArticlePage", "ArticleTag", "CategoryPage", "Comment", "CommentPause", "DailyKey",
    "DayCount", "FrontPage", "Hit", "ImportedPage", "NewsPage", "OpeningCount", "Photo", "PhotoRendition",
    "PublicArticle", "PublicDirective", "ReadLog", "SiteDay",
]  # fmt: skip
