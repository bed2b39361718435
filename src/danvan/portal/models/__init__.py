from .imported import ImportedPage
from .media import Attachment, Photo, PhotoRendition
from .pages import ArticlePage, ArticleTag, CategoryPage, FrontPage, NewsPage
from .public import PublicArticle
from .workflow import Approval

__all__ = [
    "Approval", "ArticlePage", "ArticleTag", "Attachment", "CategoryPage", "FrontPage", "ImportedPage", "NewsPage",
    "Photo", "PhotoRendition", "PublicArticle",
]  # fmt: skip
