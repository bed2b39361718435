"""What every installation shares. Nothing here opens an outbound connection."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from danvan.conf import database, env

PACKAGE = Path(__file__).resolve().parents[2]

SECRET_KEY = ""
DEBUG = False
DEMO = False
ALLOWED_HOSTS: list[str] = []
ROOT_URLCONF = "danvan.conf.urls"
WSGI_APPLICATION = "danvan.conf.wsgi.application"

INSTALLED_APPS = [
    "danvan.portal",
    "danvan.overview",
    "danvan.reviews",
    "danvan.directives",
    "danvan.reports",
    "danvan.figures",
    "danvan.reader",
    "danvan.search",
    "danvan.notices",
    "danvan.files",
    "danvan.documents",
    "danvan.deadlines",
    "danvan.audit",
    "danvan.access",
    "danvan.orgs",
    "danvan.web",
    "danvan.core",
    "danvan.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "danvan.portal.voice.marking.CountingMiddleware",
    "danvan.portal.page_cache.PageCacheMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "danvan.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "danvan.access.middleware.SignInMiddleware",
    "danvan.access.middleware.ActorMiddleware",
    "danvan.access.middleware.TemporaryPasswordMiddleware",
    "danvan.web.middleware.HeadersMiddleware",
    "danvan.web.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "danvan.overview.context.shell",
            ],
            "builtins": ["danvan.web.templatetags.danvan", "django.templatetags.i18n"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database.settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"},
}
# A shared cache table, because limits on sign-in must count across processes.

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "conf" / "locale", PACKAGE / "portal" / "wagtail_vi"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["danvan.conf.formats"]

# The editors' rooms (Wagtail). It asks nobody outside: no gravatars, no update check, no embeds from elsewhere.
WAGTAIL_SITE_NAME = "Dân Vận"
WAGTAILADMIN_BASE_URL = ""
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = [("vi", _("Vietnamese"))]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILIMAGES_IMAGE_MODEL = "portal.Photo"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_WEBP_QUALITY = 78
WAGTAILIMAGES_IMAGE_FORM_BASE = "danvan.portal.media_forms.PhotoForm"
WAGTAILDOCS_DOCUMENT_MODEL = "portal.Attachment"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "danvan.portal.media_forms.AttachmentForm"
WAGTAIL_AUTOSAVE_INTERVAL = 2000  # ms after the last change
WAGTAIL_ALLOW_UNICODE_SLUGS = False
TAGGIT_CASE_INSENSITIVE = True
# How long a finished page of the portal may be handed to strangers again; 0: each is made anew.
PORTAL_PAGE_SECONDS = env.page_seconds()
PORTAL_STAMP = env.home() / "portal-pages"
MEDIA_URL = "/anh/"
MEDIA_ROOT = env.folder("media")

STATIC_URL = "/static/"
STATIC_ROOT = env.folder("static")
DANVAN_FILES = env.folder("files")
# A whole upload (20 MB) stays in memory until it is judged: a refused document never touches the disk.
FILE_UPLOAD_MAX_MEMORY_SIZE = 24 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "danvan.access.passwords.PlaceWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview:my_work"
# Computers are shared in an office: the next person finds the door, not the public portal.
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "danvan.access.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login": "30/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = 0
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Dân Vận"
MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "worker-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# A form filled in by hand: bytes as it comes and unpacked; more is no form (trust row 21).
SHEET_MOST_BYTES = env.sheet_bytes()
SHEET_MOST_UNPACKED = 4 * SHEET_MOST_BYTES

# The log of a web server in front that answers pages from its own cache; empty: there is none.
DANVAN_HITS_LOG = env.hits_log()

DANVAN_ROLES = "danvan.conf.roles.ROLES"
DANVAN_ACTIONS = "danvan.conf.roles.ACTIONS"
DANVAN_NAVIGATION = "danvan.conf.navigation.GROUPS"
DANVAN_DEMO_ACCOUNTS = "danvan.demo.people.accounts"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django_tasks": {"level": "WARNING"}, "django_tasks_db": {"level": "WARNING"}},
}
