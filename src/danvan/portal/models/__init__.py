from .comments import Allowance, Comment, CommentPause
from .counts import DailyKey, DayCount, Hit, OpeningCount, ReadLog, SiteDay
from .imported import ImportedPage
from .media import Attachment, Photo, PhotoRendition
from .opened import ArticleLink, PublicDirective
from .pages import ArticlePage, ArticleTag, CategoryPage, FrontPage, NewsPage
from .public import PublicArticle
from .workflow import Approval

__all__ = [
    "Allowance", "Approval", "ArticleLink", "ArticlePage", "ArticleTag", "Attachment", "CategoryPage", "Comment",
    "CommentPause", "DailyKey", "DayCount", "FrontPage", "Hit", "ImportedPage", "NewsPage", "OpeningCount", "Photo",
    "PhotoRendition", "PublicArticle", "PublicDirective", "ReadLog", "SiteDay",
]  # fmt: skip
