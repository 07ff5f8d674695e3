"""The roof: wires settings, extensions and blueprints into one application; decides nothing."""

from importlib import import_module

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from workflow import bell, database
from workflow.config import Settings
from workflow.demo.cast import cast
from workflow.text.memory import remembering
from workflow.web.decision import ballot_words, proposal_words, prospects
from workflow.web.shared import (
    access,
    compression,
    controls,
    errors,
    frame,
    locale,
    moments,
    rate_limits,
    redrawing,
    troubles,
)
from workflow.web.shared.loopback import LoopbackDoor

_RESOURCES = (
    "publication.public",
    "people.account",
    "home.home",
    "statements.statements",
    "drafts.drafts",
    "drafts.import_notices",
    "drafts.draft_files",
    "statements.settings",
    "statements.naming",
    "statements.opening",
    "room.room",
    "room.room_files",
    "items.items",
    "items.item_page",
    "items.amending",
    "items.submission",
    "items.points_file",
    "items.comment_sheets",
    "items.returned_texts",
    "items.replies",
    "items.threads",
    "room.looking",
    "items.pinning",
    "consultation.consultations",
    "consultation.no_comment",
    "consultation.coverage",
    "history.changes",
    "consolidation.response_table",
    "consolidation.consolidation",
    "consolidation.objections",
    "consolidation.brackets",
    "consolidation.paragraph_orders",
    "consolidation.showing_where",
    "consolidation.comment_words",
    "consolidation.standard_replies",
    "consolidation.proposed_answers",
    "wording.joint_wording",
    "decision.decision",
    "decision.objecting",
    "decision.proposals",
    "decision.submitting",
    "decision.consents",
    "history.history",
    "publication.publication",
    "people.committee",
    "people.organisations",
    "notifications.mailbox",
    "notifications.deliveries",
    "home.help",
)


def create_app(settings: Settings) -> Flask:
    """The WSGI application of one installation; connects this process to the database of `settings`."""
    app = Flask(__name__)
    app.config.update(
        COMMUNIQUE=settings,
        CAST=cast()["cast"] if settings.demo else (),
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=5000,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the sign-in lives: a form left open overnight is not lost
        WTF_CSRF_SSL_STRICT=False,  # web/shared/access.py compares Origin; browsers may leave the Referer out
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.policies["ext.i18n.trimmed"] = True  # a sentence is the same however its template is broken
    database.connect(settings.database_url)
    bell.use(settings.broker_url)
    database.when_recorded(bell.ring)
    compression.init(app)  # first here, last at each answer: what others say of it stands before it is compressed
    for part in (locale, access, rate_limits, frame):
        part.init(app, settings)
    CSRFProtect(app)  # after access: a form whose sign-in ended has no good token, and its words are to be kept
    redrawing.init(app)  # after the forms' tokens were looked at: it changes the person's language
    errors.init(app)
    troubles.init(app)
    moments.init(app)
    controls.init(app)
    prospects.init(app)
    ballot_words.init(app)
    proposal_words.init(app)
    for resource in _RESOURCES:
        app.register_blueprint(import_module(f"workflow.web.{resource}").blueprint)
    # What the text engine is asked again and again for one page or act it finds once, and forgets it with the answer.
    app.wsgi_app = remembering()(app.wsgi_app)  # type: ignore[method-assign]
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    if settings.demo:
        app.wsgi_app = LoopbackDoor(app.wsgi_app)  # type: ignore[method-assign]
    return app
