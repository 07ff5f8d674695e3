"""How much a template decides by itself, read off Jinja's syntax tree.

What is counted: loops and conditions inside one another, up to the page, block or macro around them (a chain of `elif`
is one); conditions of more than three parts; a choice in a choice; comparisons with a stage or a role; arithmetic, save
one more than an index; lists that a loop fills.
"""

from collections.abc import Iterator

from jinja2 import Environment, nodes

DEPTH, OPERANDS = 2, 3
_JINJA = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
_SCOPES = (nodes.Block, nodes.Macro)
_ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
_FILLING = frozenset({"append", "extend", "update", "insert", "setdefault"})
_STANDING = frozenset({"stage", "stages", "role", "roles"})


def decisions_of(template: str) -> list[str]:
    """What the template decides and should be told: "line: what", in the order of the lines."""
    return [f"{line}: {what}" for line, what in sorted(_found(_JINJA.parse(template), 0))]


def _found(node: nodes.Node, depth: int) -> Iterator[tuple[int, str]]:
    depth = 0 if isinstance(node, _SCOPES) else depth + isinstance(node, nodes.If | nodes.For)
    if isinstance(node, nodes.If | nodes.For) and depth == DEPTH + 1:
        yield node.lineno, "a loop or condition inside two others"
    yield from ((node.lineno, what) for what in _wrongs(node))
    for below in _children(node):
        yield from _found(below, depth)
    # Jinja keeps `elif` as conditions of their own: they stand where their `if` does.
    for branch in node.elif_ if isinstance(node, nodes.If) else ():
        yield from ((branch.lineno, what) for what in _wrongs(branch))
        for below in _children(branch):
            yield from _found(below, depth)


def _children(node: nodes.Node) -> Iterator[nodes.Node]:
    if isinstance(node, nodes.And | nodes.Or):  # the parts of a condition are looked at once, as its operands
        yield from _operands(node)
    else:
        yield from node.iter_child_nodes(exclude=("elif_",))


def _wrongs(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.And | nodes.Or) and len(_operands(node)) > OPERANDS:
        yield f"a condition of {len(_operands(node))} parts"
    if isinstance(node, nodes.CondExpr) and node.find(nodes.CondExpr):
        yield "a choice in a choice"
    if isinstance(node, nodes.Compare) and _STANDING & set(_names(node)):
        yield "a comparison with a stage or a role"
    if isinstance(node, _ARITHMETIC) and not _is_one_more(node) and not _is_sentence(node):
        yield "arithmetic"
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr in _FILLING:
        yield "a list that is filled"


def _operands(node: nodes.Node) -> list[nodes.Node]:
    if isinstance(node, nodes.And | nodes.Or):
        return _operands(node.left) + _operands(node.right)
    return _operands(node.node) if isinstance(node, nodes.Not) else [node]


def _names(node: nodes.Node) -> Iterator[str]:
    yield from (each.name for each in node.find_all(nodes.Name))
    yield from (each.attr for each in node.find_all(nodes.Getattr))


def _is_one_more(node: nodes.Node) -> bool:
    """`number + 1`, as a page or a version after another is called."""
    return isinstance(node, nodes.Add) and isinstance(node.right, nodes.Const) and node.right.value == 1


def _is_sentence(node: nodes.Node) -> bool:
    """What Jinja makes of a `trans` block: a sentence with its values put in."""
    calls = node.left.find_all(nodes.Name) if isinstance(node, nodes.Mod) else ()
    return any(each.name in ("gettext", "ngettext", "pgettext", "npgettext") for each in calls)
