"""What is stated about an organisation: one table, and nothing that is kept beside it."""

from dataclasses import MISSING, fields

import pytest

from workflow.formats.organisations_csv import parse_lines
from workflow.models.organisation import Organisation
from workflow.queries.shared.organisation_names import columns_beside_name
from workflow.rules.people.organisation_facts import (
    FACTS,
    FAULTS,
    LISTED,
    ON_ROLL,
    YES_OR_NO,
    OrganisationFacts,
    facts_of_line,
    facts_to_keep,
    stand,
)
from workflow.rules.people.refusals import NameRefused
from workflow.rules.shared.refusals import OverLength

pytestmark = pytest.mark.unit

OURS = {"id", "key", "name_folded", "suspended_at", "joined_at"}
"""Columns that nobody states: the service says what stands there."""
LINE = "name,language,country,region,seat,protected\nMarsh Keepers, FR ,nl,Europe,yes,non\n"


def test_every_column_of_an_organisation_is_a_fact_that_is_stated_or_the_service_s_own() -> None:
    assert {column.key for column in Organisation.__table__.columns} == OURS | set(FACTS) - {ON_ROLL}


def test_what_is_not_stated_is_in_the_table_as_it_is_in_the_facts() -> None:
    columns = Organisation.__table__.columns
    stated = (each for each in fields(OrganisationFacts) if each.name != ON_ROLL)
    defaults = {each.name: each.default for each in stated if each.default is not MISSING}
    assert {fact: getattr(columns[fact].default, "arg", MISSING) for fact in defaults} == defaults


def test_no_fact_in_words_is_kept_longer_than_its_column_is() -> None:
    for fact in set(FACTS) - YES_OR_NO:
        length = Organisation.__table__.columns[fact].type.length
        with pytest.raises((NameRefused, OverLength)):
            facts_to_keep({fact: "Ab" * length})


def test_a_line_of_a_list_states_every_fact_and_each_is_kept_by_its_rule() -> None:
    (line,) = parse_lines(LINE.encode())
    assert set(line.words) == set(LISTED) and set(LISTED.values()) == set(FACTS)
    kept = facts_to_keep(vars(facts_of_line(line.words)))
    assert tuple(kept.items()) == (
        ("name", "Marsh Keepers"),
        ("language", "fr"),
        ("country", "NL"),
        ("region", "europe"),
        ("has_seat", True),
        ("protected", False),
    )


def test_what_a_list_says_a_column_may_hold_is_what_other_words_are_refused_for() -> None:
    assert set(FAULTS) <= set(LISTED) and set(FAULTS) >= {
        column for column, fact in LISTED.items() if fact in YES_OR_NO
    }
    for column in set(LISTED) - {"name"}:
        line = dict.fromkeys(LISTED, "") | {column: "?"}
        try:
            facts_to_keep({**vars(facts_of_line(line)), "name": "Marsh Keepers"})
            refused = None
        except NameRefused as refusal:
            refused = (refusal.field, refusal.reason)
        assert refused == ((column, FAULTS[column]) if column in FAULTS else None)


def test_only_what_is_stated_is_to_be_kept() -> None:
    assert facts_to_keep({"country": "ke", "suspended": True, "reason": "x"}) == {"country": "KE"}


def test_the_form_of_an_organisation_shows_every_fact_and_whether_it_is_suspended() -> None:
    row = Organisation(name="Marsh Keepers", language="en", country="", region="", protected=False)
    assert set(stand(row, has_seat=True)) == {*FACTS, "suspended"}


def test_a_query_takes_no_name_with_the_facts_of_an_organisation() -> None:
    taken = {column.key for column in columns_beside_name(OrganisationFacts)}
    assert taken == set(FACTS) - {"name", "language", ON_ROLL}
