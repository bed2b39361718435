from .imported import ImportedPage
from .media import Photo, PhotoRendition
from .pages import ArticlePage, ArticleTag, CategoryPage, FrontPage, NewsPage
from .public import PublicArticle

__all__ = [
    "ArticlePage", "ArticleTag", "CategoryPage", "FrontPage", "ImportedPage", "NewsPage", "Photo", "PhotoRendition",
    "PublicArticle",
]  # fmt: skip
