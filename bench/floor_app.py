"""A bare Flask application: an empty view, ready bytes, and a page of thirty kilobytes."""

from flask import Flask, render_template
from jinja2 import DictLoader

from bench import words

COMMENTS, READY = 60, b"<p>" + b"ready " * 2_500 + b"</p>"
_PAGE = """<!doctype html><html lang="en"><title>{{ title }}</title><h1>{{ title }}</h1>
{% for block in blocks %}<p>{{ block.text }}</p>
{% for note in notes[loop.index0 * 2:loop.index0 * 2 + 2] %}<article class="note" id="c{{ note.number }}">
<p class="who">{{ note.who }} · <time datetime="2026-03-02T09:00">2 March</time></p><p>{{ note.body }}</p>
<form method="post" action="/notes/{{ note.number }}"><button class="btn">{{ note.action }}</button></form>
</article>{% endfor %}{% endfor %}
{% for note in notes %}<li><a href="#c{{ note.number }}">C{{ note.number }}</a> {{ note.who }}</li>{% endfor %}"""

app = Flask(__name__)
app.jinja_loader = DictLoader({"page.html": _PAGE})  # type: ignore[method-assign,assignment]


@app.get("/")
def empty() -> str:
    """Nothing."""
    return ""


@app.get("/ready")
def ready() -> bytes:
    """Bytes that lie in memory."""
    return READY


@app.get("/page")
def jinja() -> str:
    """Thirty kilobytes with sixty comments, from values that lie in memory."""
    return render_template("page.html", title=words.TITLE, blocks=_BLOCKS, notes=_NOTES)


_BLOCKS = words.text()
_NOTES = [
    {"number": number, "who": "Delta Observatory", "body": words.remark(number), "action": "Support"}
    for number in range(COMMENTS)
]
