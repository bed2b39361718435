from .imported import ImportedPage
from .media import Photo, PhotoRendition
from .opened import ArticleLink, PublicDirective
from .pages import ArticlePage, ArticleTag, CategoryPage, FrontPage, NewsPage
from .public import PublicArticle

__all__ = [
    "ArticleLink", "ArticlePage", "ArticleTag", "CategoryPage", "FrontPage", "ImportedPage", "NewsPage", "Photo",
    "PhotoRendition", "PublicArticle", "PublicDirective",
]  # fmt: skip
