"""Every form that changes something about a text or its items says what it saw, or nothing of it could be lost."""

from inspect import signature
from typing import Any

from tests.web.site import Site, site
from workflow.rules.items.file_points import PointsOfFile
from workflow.rules.items.proposals import Proposal
from workflow.services.consolidation import disposing, issuing, proposing_answers, responding, showing_where
from workflow.services.consolidation.objection_answers import AnsweredObjection
from workflow.services.consultation import consulting
from workflow.services.decision import deciding, steering
from workflow.services.drafts import bracketing, drafting, writing_for_comments
from workflow.services.items import looking, pinning, resolving, revising, submitting, supporting
from workflow.services.people import joining, membership
from workflow.services.statements import changing_settings
from workflow.services.wording import declining, wording

__all__ = ["site"]
ADDS = "it adds to what is there"
ONE_SWITCH = "it says one thing of the own organisation, whatever it reads now"
SAID: dict[str, tuple[Any, str] | str] = {
    "item_page.new": (Proposal, "version"),
    "item_page.edit": (revising.edit_item, "seen"),
    "items.send": (revising.send_kept, "seen"),
    "items.withdraw": (revising.withdraw_item, "seen"),
    "items.support": (supporting.support, "wording"),
    "items.end_support": ONE_SWITCH,
    "replies.new": ADDS,
    "threads.resolve": (resolving.resolve, "seen"),
    "threads.reopen": "a thread that is open hides nothing",
    "submission.show": (submitting.ShownDraft, "seen"),
    "comment_sheets.upload": (PointsOfFile, "version"),
    "consolidation.save": (disposing.Answer, "serial"),
    "consolidation.version": (issuing.issue_version, "seen"),
    "consolidation.preview": "it writes nothing",
    "showing_where.show": (showing_where.show_where, "seen"),
    "comment_words.show": (writing_for_comments.write_for_comments, "serial"),
    "brackets.settle": (bracketing.settle_passage, "serial"),
    "standard_replies.save": ADDS,
    "standard_replies.change": "the former words stay where they were given, and can be kept again",
    "standard_replies.retire": "what was given stays, and it can be kept again",
    "showing.show": (proposing_answers.show, "seen"),
    "showing.respond": (responding.GivenReply, "seen"),
    "joint_wording.new": "its proposers see their own words as they are, and one that is handed already is refused",
    "joint_wording.offer": (wording.offer_wording, "seen"),
    "joint_wording.find_none": (declining.find_none, "seen"),
    "joint_wording.agree": (wording.agree, "serial"),
    "joint_wording.take_back": "one that ended otherwise is refused",
    "pinning.show": (pinning.place_item, "seen"),
    "consultations.show": (consulting.open_consultation, "seen"),
    "consultations.extend": (consulting.extend_consultation, "seen"),
    "consultations.close": (consulting.close_consultation, "seen"),
    "consultations.reopen": (consulting.reopen_consultation, "seen"),
    "coverage.remind": "who has answered meanwhile gets no reminder",
    "no_comment.say": ONE_SWITCH,
    "no_comment.take_back": ONE_SWITCH,
    "opening.show": ADDS,
    "drafts.show": (drafting.save_draft, "serial"),
    "drafts.paragraph": (drafting.save_paragraph, "serial"),
    "drafts.restore": (drafting.restore, "serial"),
    "looking.note_items_seen": (looking.mark_items_seen, "at"),
    "decision.take": (deciding.take_position, "seen"),
    "objecting.show": (deciding.take_position, "seen"),
    "objections.answer": (AnsweredObjection, "serial"),
    "decision.remind": "who has acted meanwhile gets no reminder",
    "decision.extend": (steering.extend_ballot, "seen"),
    "decision.stop": (steering.stop_ballot, "seen"),
    "submitting.ask": "it asks on the mandate as it stands, and every answer bears its digest",
    "submitting.show": (deciding.BallotTerms, "version"),
    "organisations.new": ADDS,
    "organisations.import": ADDS,
    "organisations.show": (membership.change_organisation, "seen"),
    "organisations.exposing": (membership.end_protection, "seen"),
    "organisations.invite": (membership.invite_person, "again"),
    "organisations.removal": "it names the one person that it removes, who is there or is not",
    "settings.show": (changing_settings.change_settings, "seen"),
    "settings.hand_over": (changing_settings.hand_over_pen, "seen"),
    "settings.end": (changing_settings.abandon, "seen"),
    "account.settings": (joining.change_settings, "seen"),
    "account.language": "it says one thing of the own person, whatever it reads now",
    "account.password": "it asks for the present one",
    "account.reset": "its link is good once",
    "account.invitation": "its link is good once",
    "account.forgotten": ADDS,
    "account.sign_in": ADDS,
    "account.sign_in_as": ADDS,
    "account.sign_out": "it ends what the browser itself holds",
    "account.exit_quietly": "it ends what the browser itself holds",
}


def test_each_form_of_rooms_and_consolidations_says_what_it_saw_or_needs_not(site: Site) -> None:
    columns = {endpoint.partition(".")[0] for endpoint in SAID}
    posts = {rule.endpoint for rule in site.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert {endpoint for endpoint in posts if endpoint.partition(".")[0] in columns} == set(SAID)
    for endpoint, said in SAID.items():
        if not isinstance(said, str):
            assert said[1] in signature(said[0]).parameters, endpoint
