"""Who may do what, and in which stages: one table for pages, mails, feeds, commands and the JSON API.

`may()` is its only question. What one may not see answers like what does not exist.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from workflow.rules.shared.lifecycle import Stage


class Role(StrEnum):
    """How a person stands to one statement (or, for the last three, to the service)."""

    PENHOLDER = "penholder"
    PARTICIPANT = "participant"  # focal point of an organisation that takes part
    ELECTOR = "elector"  # focal point, before it opened, of an organisation whose seat was frozen into the ballot
    NEWCOMER = "newcomer"  # focal point of such an organisation who was invited after the ballot opened
    FORMER = "former"  # focal point of such an organisation that lost its seat after the ballot opened
    NAMED = "named"  # focal point of an organisation that is asked whether the statement may name it
    COMMITTEE = "committee"  # focal point of an organisation with a seat
    SECRETARIAT = "secretariat"
    MEMBER = "member"  # any focal point


class Action(StrEnum):
    """What a person may do; the first ones are what a person may see."""

    SEE_STATEMENT = "see_statement"
    SEE_DRAFT = "see_draft"
    SEE_ITEMS = "see_items"
    SEE_POSITIONS = "see_positions"
    SEE_HISTORY = "see_history"
    SEE_PRIVATE = "see_private"  # items that are for the penholder only
    SEE_UNSEEN = "see_unseen"  # others' items in a blind consultation
    SEE_COVERAGE = "see_coverage"  # who has looked, written, or has nothing more to add
    SEE_NAMES = "see_names"  # of protected organisations in a file that leaves the service
    SEE_RESPONSES = "see_responses"  # who stands by an item although something else was decided on it
    EDIT_DRAFT = "edit_draft"
    HAND_OVER_PEN = "hand_over_pen"
    CHANGE_SETTINGS = "change_settings"  # title of the page, occasion, limits, in whose name
    OPEN_PARAGRAPH = "open_paragraph"  # of agreed language
    OPEN_CONSULTATION = "open_consultation"
    EXTEND_CONSULTATION = "extend_consultation"
    CLOSE_CONSULTATION = "close_consultation"
    REOPEN_CONSULTATION = "reopen_consultation"
    REMIND = "remind"  # those who have not written
    POST_ITEM = "post_item"
    POST_LATE = "post_late"  # a comment after the consultation has closed
    SAY_NO_COMMENT = "say_no_comment"
    SUPPORT = "support"
    REPLY = "reply"
    RESOLVE = "resolve"  # say that a thread is talked out, or open it again
    PLACE_ITEM = "place_item"  # say where an item's words stand now
    DISPOSE = "dispose"
    SHOW_DISPOSITIONS = "show_dispositions"  # as proposed, before the version
    RESPOND = "respond"  # to a disposition that is shown as proposed
    ASK_JOINT_WORDING = "ask_joint_wording"  # to those who proposed it
    SUGGEST_WORDING = "suggest_wording"  # offer or agree with a common wording
    SAVE_STANDARD_REPLY = "save_standard_reply"  # for all statements
    ISSUE_VERSION = "issue_version"
    OPEN_BALLOT = "open_ballot"
    ANSWER_CONSENT = "answer_consent"  # whether the statement may name one's organisation
    STEER_BALLOT = "steer_ballot"  # remind, extend, stop; of these roles, those that the procedure names
    TAKE_POSITION = "take_position"  # or confirm one that was entered
    PROPOSE_POSITION = "propose_position"  # to a colleague who may take it
    ENTER_POSITION = "enter_position"  # that a member gave by telephone, at the table or in writing
    RELEASE = "release"  # hold what is adopted, and release what is held
    SET_EMBARGO = "set_embargo"
    CHOOSE_VOICE = "choose_voice"  # of an adopted statement whose own is offered no longer
    ABANDON = "abandon"
    CREATE_STATEMENT = "create_statement"
    SEE_ORGANISATIONS = "see_organisations"
    SEE_ROLL = "see_roll"  # the seats of the Committee and their changes
    CHANGE_ROLL = "change_roll"  # ask for a change of the Committee's seats
    ANSWER_ROLL = "answer_roll"  # confirm or refuse one; rules/people/roll says who may answer which
    MANAGE_ORGANISATIONS = "manage_organisations"
    SEE_MAILBOX = "see_mailbox"
    SEE_DELIVERIES = "see_deliveries"


@dataclass(frozen=True)
class Grant:
    """These roles may, in these stages."""

    roles: frozenset[Role]
    stages: frozenset[Stage]


P, T, E, N, F, A, C, S, M = (
    Role.PENHOLDER,
    Role.PARTICIPANT,
    Role.ELECTOR,
    Role.NEWCOMER,
    Role.FORMER,
    Role.NAMED,
    Role.COMMITTEE,
    Role.SECRETARIAT,
    Role.MEMBER,
)
ANY_STAGE = frozenset(Stage)
DRAFT, CONSULTATION, CONSOLIDATION, DECISION, ADOPTED = (
    Stage.DRAFT,
    Stage.CONSULTATION,
    Stage.CONSOLIDATION,
    Stage.DECISION,
    Stage.ADOPTED,
)


def _grant(roles: Set[Role], stages: Set[Stage] = ANY_STAGE) -> Grant:
    return Grant(frozenset(roles), frozenset(stages))


WRITING = {DRAFT, CONSULTATION, CONSOLIDATION}
UNENDED = {DRAFT, CONSULTATION, CONSOLIDATION, DECISION, ADOPTED}

TABLE: Mapping[Action, tuple[Grant, ...]] = {
    # A participant is made one when the first consultation opens, so the role itself carries "from the first
    # consultation on".
    Action.SEE_STATEMENT: (_grant({P, S, C, T, E, N, F, A}), _grant({M}, {Stage.PUBLISHED})),
    Action.SEE_DRAFT: (_grant({P, S, C}),),
    Action.SEE_ITEMS: (_grant({P, S, C, T, E, N, F}),),
    # Of penholders the procedure says from when on: queries/decision asks it.
    Action.SEE_POSITIONS: (_grant({P, C, E, N, F, S}),),
    Action.SEE_HISTORY: (_grant({P, S, C, T, E, N, F}),),
    Action.SEE_PRIVATE: (_grant({P}),),  # and the organisation whose item it is
    Action.SEE_UNSEEN: (_grant({P}),),
    Action.SEE_COVERAGE: (_grant({P, S}),),
    Action.SEE_NAMES: (_grant({S}),),
    Action.SEE_RESPONSES: (_grant({P, S, C, E, N, F}),),
    Action.EDIT_DRAFT: (_grant({P}, {DRAFT, CONSOLIDATION}),),
    Action.HAND_OVER_PEN: (_grant({P, S}, UNENDED),),
    Action.CHANGE_SETTINGS: (_grant({P, S}, WRITING),),
    Action.OPEN_PARAGRAPH: (_grant({P}, WRITING),),
    Action.OPEN_CONSULTATION: (_grant({P}, {DRAFT, CONSOLIDATION}),),
    Action.EXTEND_CONSULTATION: (_grant({P}, {CONSULTATION}),),
    Action.CLOSE_CONSULTATION: (_grant({P}, {CONSULTATION}),),
    Action.REOPEN_CONSULTATION: (_grant({P}, {CONSOLIDATION}),),
    Action.REMIND: (_grant({P, S}, {CONSULTATION}),),
    Action.POST_ITEM: (_grant({T}, {CONSULTATION}), _grant({P}, {CONSULTATION})),
    # Between the deadline and the worker's visit the stage is still consultation.
    Action.POST_LATE: (_grant({T}, {CONSULTATION, CONSOLIDATION}),),
    Action.SAY_NO_COMMENT: (_grant({T}, {CONSULTATION}),),
    Action.SUPPORT: (_grant({T}, {CONSULTATION}),),
    Action.REPLY: (_grant({P, T, C}, {CONSULTATION, CONSOLIDATION}),),
    Action.RESOLVE: (_grant({P, T}, {CONSULTATION, CONSOLIDATION}),),
    Action.PLACE_ITEM: (_grant({P, T}, {CONSULTATION, CONSOLIDATION}),),
    Action.DISPOSE: (_grant({P}, {CONSOLIDATION}),),
    Action.SHOW_DISPOSITIONS: (_grant({P}, {CONSOLIDATION}),),
    Action.RESPOND: (_grant({T}, {CONSOLIDATION}),),
    Action.ASK_JOINT_WORDING: (_grant({P}, {CONSOLIDATION}),),
    Action.SUGGEST_WORDING: (_grant({T}, {CONSOLIDATION}),),
    Action.SAVE_STANDARD_REPLY: (_grant({P}, {CONSOLIDATION}),),
    Action.ISSUE_VERSION: (_grant({P}, {CONSOLIDATION}),),
    Action.OPEN_BALLOT: (_grant({P}, {CONSOLIDATION}),),
    Action.ANSWER_CONSENT: (_grant({A}, {CONSOLIDATION, DECISION}),),
    Action.STEER_BALLOT: (_grant({P, S}, {DECISION}),),
    Action.TAKE_POSITION: (_grant({E}, {DECISION}),),
    Action.PROPOSE_POSITION: (_grant({N}, {DECISION}),),
    Action.ENTER_POSITION: (_grant({S}, {DECISION}),),
    Action.RELEASE: (_grant({S}, {ADOPTED}),),
    # Not while a ballot is open: when it goes out is part of what is decided on. Who changes it stops the ballot first.
    Action.SET_EMBARGO: (_grant({S}, UNENDED - {DECISION}),),
    Action.CHOOSE_VOICE: (_grant({S}, {ADOPTED}),),
    Action.ABANDON: (_grant({P, S}, UNENDED),),
    Action.CREATE_STATEMENT: (_grant({S, M}),),
    Action.SEE_ORGANISATIONS: (_grant({S, M}),),
    Action.SEE_ROLL: (_grant({S, M}),),
    Action.CHANGE_ROLL: (_grant({S}),),
    Action.ANSWER_ROLL: (_grant({S, C}),),
    Action.MANAGE_ORGANISATIONS: (_grant({S}),),
    Action.SEE_MAILBOX: (_grant({S}),),
    Action.SEE_DELIVERIES: (_grant({S}),),
}


def may(action: Action, roles: Set[Role], stage: Stage | None = None) -> bool:
    """Whether someone in `roles` may do `action` to a statement in `stage` (None: to the service as a whole).

    No role at all may do nothing: what the public reads needs no permission because it is published.
    """
    return any(
        not grant.roles.isdisjoint(roles) and (stage in grant.stages if stage else grant.stages == ANY_STAGE)
        for grant in TABLE[action]
    )
