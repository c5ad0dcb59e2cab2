"""Django's settings; what an operator may set comes from the environment (docs/reference/settings.md)."""

from datetime import date
from pathlib import Path

from django.utils.csp import CSP

from port2port.site import env
from port2port.site.secret import secret_key

PACKAGE = Path(__file__).resolve().parent.parent
VAR = Path(env.text("VAR", "var")).absolute()

DEMO = env.flag("DEMO")
DEBUG = env.flag("DEBUG")
SECRET_KEY = secret_key(VAR)
ALLOWED_HOSTS = env.words("HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("ORIGINS")
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
COMMUNITY_NAME = env.text("COMMUNITY_NAME", "Port2Port")

INSTALLED_APPS = [
    # First, so that where a library says the same English its translation gives way to ours.
    "port2port.base",
    "port2port.ledger",
    "port2port.vocabulary",
    "port2port.members",
    "port2port.sharing",
    "port2port.duties",
    "port2port.reports",
    "port2port.log",
    "port2port.knowledge",
    "port2port.groups",
    "port2port.norms",
    "port2port.measures",
    "port2port.registers",
    "port2port.levels",
    "port2port.assessments",
    "port2port.reviews",
    "port2port.proof",
    "port2port.certificates",
    "port2port.courses",
    "port2port.drills",
    "port2port.live",
    "port2port.afteraction",
    "port2port.campaigns",
    "port2port.figures",
    "port2port.counts",
    "port2port.studies",
    "port2port.earlywarning",
    "port2port.allocation",
    "port2port.concerns",
    "port2port.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks_db",
    "lucide",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "port2port.base.middleware.private_answers",
    "port2port.base.bodies.bounded_bodies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "port2port.members.middleware.note_activity",
    "port2port.members.middleware.who_is_asking",
    "port2port.base.middleware.reader_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "port2port.members.middleware.signed_in_only",
    "port2port.base.middleware.refusals",
    "port2port.base.middleware.refused_forms",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "port2port.site.urls"
WSGI_APPLICATION = "port2port.site.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "base" / "ui" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.messages.context_processors.messages",
                "port2port.site.context.page_frame",
            ],
            "builtins": ["django_htmx.templatetags.django_htmx", "lucide.templatetags.lucide"],
        },
    },
]

FORM_RENDERER = "port2port.base.rendering.HouseForms"

DATABASES = {"default": env.database(env.text("DATABASE", f"sqlite:///{VAR / 'port2port.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Files, because web and worker are two processes, and no table, because a job may hold the database's one writer.
    "progress": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(VAR / "progress"),
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

AUTH_USER_MODEL = "members.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "now"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "port2port.members.adapter.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
SOCIALACCOUNT_ADAPTER = "port2port.members.adapter.SocialAccountAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "organisation",
                    "name": env.text("OIDC_NAME", "OpenID Connect"),
                    "client_id": env.text("OIDC_CLIENT_ID"),
                    "secret": env.text("OIDC_SECRET"),
                    "settings": {"server_url": env.text("OIDC_SERVER")},
                }
            ]
        }
    }
    if env.text("OIDC_SERVER")
    else {}
)
MFA_FORMS = {"add_webauthn": "port2port.members.forms.passkeys.AddPasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
# People come by invitation; who got the link by hand protects the login like everybody else.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = COMMUNITY_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith("http://")
USERSESSIONS_TRACK_ACTIVITY = True
# Outside the demo nobody passes the sign-in page with a password alone.
MFA_REQUIRED = env.flag("MFA_REQUIRED", default=not DEMO)

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "port2port.site.views.not_sent"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS and env.flag("HTTPS_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# Whether the domain's other names speak TLS too, and the browsers' preload list, are for its owner to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
# Whose failed sign-ins are counted, and what a list of sessions shows: the address before the proxy, never the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("BEHIND_PROXY") else 0
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "media-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "Europe/Brussels")
USE_I18N = True
LANGUAGE_CODE = env.text("LANGUAGE", "en")
LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "base" / "locale"]
FORMAT_MODULE_PATH = "port2port.base.formats"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [PACKAGE / "base" / "ui" / "static"]
MEDIA_ROOT = VAR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEBUG and (STATIC_ROOT / "staticfiles.json").exists()
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# Without a mail server the console shows what would have been sent.
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.text("SMTP_HOST"),
            "port": env.number("SMTP_PORT", 25),
            "username": env.text("SMTP_USER"),
            "password": env.text("SMTP_PASSWORD"),
            "use_tls": env.flag("SMTP_STARTTLS"),
            "timeout": 20,
        },
    }
    if env.text("SMTP_HOST")
    else {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
}
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "port2port@localhost")

# The ledger: which log this node writes, and where the organisations' signing keys lie.
LEDGER_ORIGIN = env.text("LEDGER_ORIGIN", "port2port.localhost/log")
KEY_FOLDER = Path(env.text("KEY_FOLDER", str(VAR / "keys")))
KEY_FILE = Path(env.text("KEY_FILE", str(VAR / "keystore.key")))
KEY_SECRET = env.text("KEY_SECRET")
# Whom an incident asks to tell: the operator's own rules and contacts, laid over the packaged ones.
NOTICE_RULES = env.text("NOTICE_RULES")
FORMS = env.text("FORMS")
# For how many years a Declaration of Security is kept after its end (ISPS A/5.6).
DOS_KEEP_YEARS = env.at_least("DOS_KEEP_YEARS", 3, least=1)
TRAINING_KEEP_MONTHS = env.at_least("TRAINING_KEEP_MONTHS", 36, least=1)
# What turning a receipt code or a passphrase into a key costs (Argon2id): written down with each key that is made.
CONCERN_PASSES, CONCERN_MEMORY_KIB = 3, 256 * 1024
CONCERN_LINKS = env.text("CONCERN_LINKS")
# Where the code on a poster leads, by language: the country's own tip line. Its pages by language are to be verified.
CAMPAIGN_TIP_LINES = env.words(
    "CAMPAIGN_TIP_LINES", ",".join(f"{language}=https://portwatch.be" for language in ("nl", "fr", "de", "en"))
)
# From when Annex III of the AI Act binds: commentaries on the Digital Omnibus; to verify in the Official Journal.
AI_ANNEX_III_ON = env.day("AI_ANNEX_III_ON", date(2027, 12, 2))
WEBHOOK_HOSTS_ALLOWED = env.words("WEBHOOK_HOSTS_ALLOWED")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_secrets": {"()": "port2port.base.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
