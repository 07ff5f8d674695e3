"""What the tables of rules/ say in the reader's language: stages, moves, roles, actions, events, audiences."""

from flask_babel import gettext

from workflow.rules.notifications.audiences import Audience
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Move, Stage
from workflow.rules.shared.permissions import Action, Role


def stages() -> dict[Stage, str]:
    """What happens in each stage."""
    return {
        Stage.DRAFT: gettext(
            "The penholders write the text. Every saved copy is kept and can be compared and restored."
        ),
        Stage.CONSULTATION: gettext(
            "A consultation is open until its deadline. Focal points comment, propose other words with a reason, "
            "support other proposals, and reply."
        ),
        Stage.CONSOLIDATION: gettext(
            "The penholders answer each comment and amendment, and issue the next version. Then comes another "
            "consultation, or the Committee decides."
        ),
        Stage.DECISION: gettext(
            "The Steering Committee takes positions on exactly these language editions. When the rule is met, the "
            "statement is adopted. When the rule can no longer be met, or is not met before the ballot closes, the "
            "statement goes back to consolidation."
        ),
        Stage.ADOPTED: gettext("The adopted editions are published automatically, at once or when the embargo ends."),
        Stage.PUBLISHED: gettext("Everyone can read the statement, and its text does not change any more."),
        Stage.ABANDONED: gettext("The draft was abandoned with a reason. Everything written stays on record."),
    }


def moves() -> dict[Move, str]:
    """What takes a statement on."""
    return {
        Move.OPEN_CONSULTATION: gettext("A consultation is opened"),
        Move.CLOSE_CONSULTATION: gettext("The consultation closes, at its deadline or early"),
        Move.REOPEN_CONSULTATION: gettext("The last consultation is reopened"),
        Move.ISSUE_VERSION: gettext("A version is issued"),
        Move.OPEN_BALLOT: gettext("A version is submitted to the Committee"),
        Move.ADOPT: gettext("The decision rule is met"),
        Move.NOT_ADOPT: gettext("The decision rule is not met"),
        Move.PUBLISH: gettext("The adopted editions are published"),
        Move.ABANDON: gettext("The draft is abandoned"),
    }


def roles() -> dict[Role, str]:
    """Who somebody is towards a statement."""
    return {
        Role.PENHOLDER: gettext("Penholder"),
        Role.PARTICIPANT: gettext("Focal point of an organisation that takes part"),
        Role.ELECTOR: gettext("Focal point of an organisation that decides on this statement"),
        Role.NEWCOMER: gettext("Focal point of such an organisation, invited after the ballot opened"),
        Role.FORMER: gettext("Focal point of such an organisation that lost its seat after the ballot opened"),
        Role.NAMED: gettext("Focal point of an organisation that the statement is to name"),
        Role.COMMITTEE: gettext("Focal point of a Committee member"),
        Role.SECRETARIAT: gettext("Secretariat"),
        Role.MEMBER: gettext("Any focal point"),
    }


def actions() -> dict[Action, str]:
    """What somebody may do."""
    return {
        Action.SEE_STATEMENT: gettext("see the statement and its versions"),
        Action.SEE_DRAFT: gettext("read the draft"),
        Action.SEE_ITEMS: gettext("read comments and amendments"),
        Action.SEE_POSITIONS: gettext("see who took which position"),
        Action.SEE_HISTORY: gettext("read the history"),
        Action.SEE_PRIVATE: gettext("read comments and amendments for the penholder only"),
        Action.SEE_UNSEEN: gettext("read what others send in a blind consultation before it closes"),
        Action.SEE_COVERAGE: gettext("see who has opened, commented or said “no comments”"),
        Action.SEE_NAMES: gettext("download the answers with the names of protected organisations"),
        Action.SEE_RESPONSES: gettext("see who still asks for a change"),
        Action.EDIT_DRAFT: gettext("edit the draft"),
        Action.HAND_OVER_PEN: gettext("change the penholders"),
        Action.CHANGE_SETTINGS: gettext("change the occasion, the limits and in whose name the statement speaks"),
        Action.OPEN_PARAGRAPH: gettext("open a paragraph of agreed language, with a reason"),
        Action.OPEN_CONSULTATION: gettext("open a consultation"),
        Action.EXTEND_CONSULTATION: gettext("extend a consultation"),
        Action.CLOSE_CONSULTATION: gettext("close a consultation early"),
        Action.REOPEN_CONSULTATION: gettext("reopen the last consultation"),
        Action.REMIND: gettext("remind organisations that have not responded"),
        Action.POST_ITEM: gettext("comment and amend"),
        Action.POST_LATE: gettext("send a late comment"),
        Action.SAY_NO_COMMENT: gettext("say “no comments” for the organisation"),
        Action.SUPPORT: gettext("support comments and amendments"),
        Action.REPLY: gettext("reply"),
        Action.RESOLVE: gettext("close or reopen a discussion"),
        Action.PLACE_ITEM: gettext("say where the words of earlier comments and amendments are now"),
        Action.DISPOSE: gettext("answer comments and amendments"),
        Action.SHOW_DISPOSITIONS: gettext("show draft answers to members"),
        Action.RESPOND: gettext("reply to draft answers for the organisation"),
        Action.ASK_JOINT_WORDING: gettext("ask proposers to agree a wording"),
        Action.SUGGEST_WORDING: gettext("agree a common wording with the other proposers"),
        Action.SAVE_STANDARD_REPLY: gettext("save standard replies"),
        Action.ISSUE_VERSION: gettext("issue a version"),
        Action.OPEN_BALLOT: gettext("submit a version to the Committee"),
        Action.ANSWER_CONSENT: gettext("say whether the statement may name the organisation"),
        Action.RELEASE: gettext("hold an adopted statement, and release what is held"),
        Action.STEER_BALLOT: gettext("remind, extend and stop a ballot"),
        Action.TAKE_POSITION: gettext("take a position for the organisation"),
        Action.PROPOSE_POSITION: gettext("enter a position that a colleague who was there before confirms"),
        Action.ENTER_POSITION: gettext("enter a position that a member gave, for the member to confirm"),
        Action.SET_EMBARGO: gettext("set an embargo, or end it early with a reason"),
        Action.CHOOSE_VOICE: gettext(
            "choose in whose name an adopted statement is published, if its own is no longer offered"
        ),
        Action.ABANDON: gettext("abandon the draft"),
        Action.CREATE_STATEMENT: gettext("start a statement"),
        Action.SEE_ORGANISATIONS: gettext("see the list of members"),
        Action.SEE_ROLL: gettext("see the roll of the Committee and its changes"),
        Action.CHANGE_ROLL: gettext("ask for a change of the roll of the Committee"),
        Action.ANSWER_ROLL: gettext("confirm or refuse a change of the roll, as the second person"),
        Action.MANAGE_ORGANISATIONS: gettext("add, change and protect members, invite and remove people"),
        Action.SEE_MAILBOX: gettext("read the local mailbox"),
        Action.SEE_DELIVERIES: gettext("see which emails did not arrive, and send them again"),
    }


def audiences() -> dict[Audience, str]:
    """Who is told."""
    return {
        Audience.NOBODY: gettext("no one"),
        Audience.TAKING_PART: gettext("focal points of the organisations that take part"),
        Audience.TAKING_PART_AND_COMMITTEE: gettext(
            "focal points of the organisations that take part, and the Steering Committee if a ballot is open"
        ),
        Audience.ITEM_AUTHORS: gettext("focal points of the organisation that gets the reply"),
        Audience.ITEM_HOLDERS: gettext("everyone who sent or supports a comment or amendment, with the answer to each"),
        Audience.SILENT: gettext(
            "those taking part who can respond, do not draft the statement and have not responded"
        ),
        Audience.SUPPORTERS: gettext("focal points of the organisations that support the amendment"),
        Audience.SHOWN_HOLDERS: gettext("those whose comments or amendments have a draft answer"),
        Audience.PROPOSERS: gettext("those who proposed the amendments"),
        Audience.NAMED_MEMBERS: gettext("everyone who acts for an organisation that the statement is to name"),
        Audience.COLLEAGUES_AND_PENHOLDERS: gettext("everyone who acts for the organisation, and penholders"),
        Audience.PENHOLDERS: gettext("penholders"),
        Audience.PENHOLDERS_AND_PROPOSERS: gettext("penholders and those who proposed the amendments"),
        Audience.PENS_AND_PRIVATE_AUTHORS: gettext(
            "former and new penholders, and those who wrote to the penholder only"
        ),
        Audience.COMMITTEE: gettext("the Steering Committee"),
        Audience.OUTSTANDING: gettext("Committee members whose organisation has taken no position"),
        Audience.UNDECIDED: gettext("Committee members whose organisation has taken no position, or a reserve"),
        Audience.OBJECTORS: gettext("everyone who acts for an organisation that objected, with the answer to each"),
        Audience.CONFIRMERS: gettext("those of the organisation who were there when the ballot opened"),
        Audience.PENHOLDERS_AND_COMMITTEE: gettext("penholders and the Steering Committee"),
        Audience.SECRETARIAT: gettext("all of the secretariat"),
        Audience.COLLEAGUES: gettext("everyone who acts for the organisation"),
        Audience.SEATS: gettext(
            "everyone who acts for an organisation with a seat, or whose organisation lost the seat"
        ),
        Audience.ROLL_SECONDS: gettext("those who can confirm the change"),
        Audience.EVERYBODY: gettext("everyone"),
        Audience.THE_PERSON: gettext("only the person concerned"),
    }


def events() -> dict[EventKind, str]:
    """What somebody is told of by mail."""
    return {
        EventKind.PEN_HANDED_OVER: gettext("The penholders are changed"),
        EventKind.CONSULTATION_OPENED: gettext("A consultation is opened"),
        EventKind.CONSULTATION_EXTENDED: gettext("A consultation is extended"),
        EventKind.CONSULTATION_CLOSED: gettext("A consultation is closed"),
        EventKind.CONSULTATION_REOPENED: gettext("A consultation is reopened"),
        EventKind.CONSULTATION_REMINDED: gettext(
            "Penholder or secretariat remind organisations that have not responded"
        ),
        EventKind.POINTS_SENT: gettext("An organisation sends its points together"),
        EventKind.REPLY_POSTED: gettext("Someone replies"),
        EventKind.AMENDMENT_REWORDED: gettext("An amendment that others supported is changed"),
        EventKind.DISPOSITIONS_SHOWN: gettext("Draft answers are shown to members"),
        EventKind.JOINT_WORDING_ASKED: gettext("Proposers are asked to agree a wording"),
        EventKind.WORDING_OFFERED: gettext("A common wording is suggested"),
        EventKind.COMMON_AMENDMENT_MADE: gettext("A common amendment is made"),
        EventKind.VERSION_ISSUED: gettext("A version is issued"),
        EventKind.CONSENT_ASKED: gettext("Members are asked whether a statement may name them"),
        EventKind.CONSENT_ANSWERED: gettext("A member says whether a statement may name it"),
        EventKind.BALLOT_OPENED: gettext("A version is submitted to the Committee"),
        EventKind.BALLOT_CLOSING: gettext("A ballot closes soon"),
        EventKind.BALLOT_REMINDED: gettext("Penholder or secretariat remind seats that have taken no position"),
        EventKind.BALLOT_EXTENDED: gettext("A ballot is extended"),
        EventKind.BALLOT_STOPPED: gettext("A ballot is stopped"),
        EventKind.ANSWERS_TO_OBJECTIONS_TOLD: gettext("Objections are answered"),
        EventKind.STATEMENT_ADOPTED: gettext("A statement is adopted"),
        EventKind.STATEMENT_NOT_ADOPTED: gettext("A statement is not adopted"),
        EventKind.STATEMENT_HELD: gettext("An adopted statement is held"),
        EventKind.STATEMENT_RELEASED: gettext("A statement that was held is released"),
        EventKind.STATEMENT_PUBLISHED: gettext("A statement is published"),
        EventKind.EMBARGO_ENDED: gettext("An embargo is ended early, or moved to an earlier time"),
        EventKind.VOICE_CHOSEN: gettext("An adopted statement is published in another name"),
        EventKind.PAGES_SET_ASIDE: gettext(
            "A public page is taken off the web because the record does not show it as published"
        ),
        EventKind.PAGES_PUT_BACK: gettext("A public page is put back"),
        EventKind.STATEMENT_ABANDONED: gettext("A draft is abandoned"),
        EventKind.POSITION_TAKEN: gettext("A position is recorded"),
        EventKind.POSITION_PROPOSED: gettext("Someone invited during a ballot enters a position"),
        EventKind.POSITION_ENTERED: gettext("The secretariat enters a position that a member gave"),
        EventKind.SEAT_CHANGE_ASKED: gettext("A change of the roll of the Committee waits for a second person"),
        EventKind.SEAT_CHANGED: gettext("The roll of the Committee is changed"),
        EventKind.PROTECTION_ENDED: gettext("The protection of an organisation ends"),
        EventKind.PERSON_INVITED: gettext("Someone is invited"),
        EventKind.COLLEAGUE_INVITED: gettext("Someone is invited to act together with you"),
        EventKind.PERSON_JOINED: gettext("Someone accepts an invitation"),
        EventKind.PERSON_REMOVED: gettext("Someone is removed"),
        EventKind.PASSWORD_FORGOTTEN: gettext("Someone has forgotten their password"),
        EventKind.PASSWORD_CHANGED: gettext("A password is changed"),
    }
