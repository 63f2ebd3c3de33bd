// Generated from server/alongside/protocol by `python -m alongside.protocol.typescript`. Do not edit.

export const VERSION = 1;

export type Role = "customer" | "agent" | "supervisor" | "administrator" | "system";

export type Familiarity = "new" | "used_before" | "confident";

export type Channel = "queue" | "code";

export type Status = "new" | "waiting" | "coded" | "active" | "ended";

export type Scope = "lens";

export type ConsentState = "none" | "asked" | "given" | "declined" | "withdrawn";

export type EndReason = "solved" | "left" | "ended" | "gone";

export type Solved = "yes" | "partly" | "no";

export type FieldKind = "text" | "multiline" | "email" | "phone" | "number" | "password" | "search" | "url" | "date" | "time" | "color" | "choice" | "radio" | "checkbox" | "switch" | "slider" | "file" | "rich_text" | "other";

export type FieldState = "empty" | "typing" | "filled" | "invalid" | "disabled" | "hidden";

export type StepState = "done" | "current" | "ahead";

export type CheckLevel = "none" | "basic" | "strong";

export type CheckMethod = "signed" | "code" | "questions" | "totp";

export type CheckState = "asked" | "answering" | "passed" | "failed" | "locked" | "cancelled" | "expired";

export type CheckAct = "highlight" | "suggestion" | "reveal" | "account-talk";

export type CheckOutcome = "passed" | "failed" | "locked";

export type Authority = "power-of-attorney" | "deputy" | "appointee" | "parent-or-guardian" | "executor" | "written-consent" | "other";

export type DestinationKind = "email" | "sms";

export type CueKind = "repeated_error" | "returns" | "refused_submits" | "idle_after_error" | "rage_clicks" | "step_loops";

export type FaultKind = "script_error" | "failed_request" | "slow_request" | "offline";

export type Cause = "use" | "form" | "system" | "equipment" | "other";

export type HelpedBy = "customer" | "guidance" | "agent";

export type FaultArea = "form" | "system" | "equipment" | "other";

export type ReviewState = "draft" | "submitted" | "released";

export type Tone = "praise" | "note" | "fault";

export type Outcome = "upheld" | "changed";

export type EvidenceKind = "request" | "first-words" | "questions" | "opening" | "agreed" | "try-again" | "steps" | "pointing" | "errors" | "understanding" | "comfort" | "offers" | "escalation" | "closing" | "choice" | "articles" | "consent" | "checks" | "account" | "jargon" | "cues" | "faults" | "wrapup" | "feedback";

/** Who did something: a role, the account's id (empty for a customer), the shown name. */
export interface Actor {
  role: Role;
  id?: string;
  name?: string;
}

/** Say something of a moment, a range, an item or the whole. */
export interface AddComment {
  do: "comment.add";
  review: string;
  words: string;
  tone?: Tone;
  entry?: number;
  until?: number;
  item?: string;
}

/** This moment shows it; with `until` the range from one entry to another. */
export interface AddEvidence {
  do: "evidence.add";
  review: string;
  item: string;
  entry: number;
  until?: number;
  note?: string;
  proposed?: boolean;
}

/** A finished session with something left to do: to be wrapped up by an account, or to be followed up. */
export interface AfterRow {
  session: string;
  site: string;
  goal?: readonly (Part)[];
  difficulty?: readonly (Part)[];
  choice?: string;
  task?: readonly (Part)[];
  ended_at: number;
  wraps_up?: string;
  follow_up?: FollowUp | null;
}

/** What the console is shown, and who watches. `lens` and `fields` are empty without a live consent; for who
 * watches, also where the words that the customer agreed to did not say that others may see their steps. */
export interface AgentView {
  session: SessionInfo;
  people: Record<string, Person>;
  chat: Record<string, ChatItem>;
  consent: Consent;
  highlight: Highlight | null;
  feedback: Feedback | null;
  lens: LensPage | null;
  fields: Record<string, Field>;
  note: readonly (Part)[];
  playbook: PlaybookInfo;
  prompt: Prompt | null;
  checks: Record<string, Check>;
  check_options: readonly (CheckOption)[];
  account_open: boolean;
  trouble: TroubleView;
  wrapup: WrapupView;
  watchers: readonly (Watcher)[];
  whispers: readonly (Whisper)[];
  withheld: boolean;
}

/** To a command: `ok` (durable, as entry `number`), or a refusal's `code` and what it `says` to a person.
 * 
 * `retry` asks the client to keep the command and send it again (the store is away). `secret` is the one
 * thing never stored: the digits of a spoken code. */
export interface Answer {
  ok: boolean;
  number?: number;
  code?: string;
  says?: string;
  retry?: boolean;
  secret?: string;
}

/** Tap the answer number `choice`, from 0, of the card `card`. A card is answered once. */
export interface AnswerCard {
  do: "card.answer";
  card: string;
  choice: number;
}

/** One try: the answers by the ids of `CheckMethodOffer.fields`. Never stored; counted before it is looked at. */
export interface AnswerCheck {
  do: "check.answer";
  check: string;
  answers: Record<string, string>;
}

/** The agent's appeal, and what came of it. */
export interface Appeal {
  at: number;
  words: readonly (Part)[];
  outcome?: Outcome | null;
  decided_at?: number;
  decided_by?: string;
  reason?: readonly (Part)[];
  changes?: readonly (ScoreChange)[];
}

/** An approved article. `review` is the day (2026-01-31) by which its `owner` reads it again.
 * 
 * `steps` are where it helps: playbooks (`permit`) and their steps (`permit/proof`). */
export interface Article {
  id: string;
  title: string;
  summary: string;
  owner: string;
  review: string;
  sites: readonly (string)[];
  steps: readonly (string)[];
  tags: readonly (string)[];
  blocks: readonly (Block)[];
}

/** A site's articles: GET /console/articles/{site}.json. */
export interface Articles {
  articles: readonly (ShelfArticle)[];
}

/** Ask the customer to share `scope`. */
export interface AskConsent {
  do: "consent.ask";
  scope: Scope;
}

/** Have this session scored by a second supervisor, blind. Before the first one is submitted. */
export interface AskSecond {
  do: "second.ask";
}

/** Choose how to pass a check, or ask for a fresh code. `account` says who they are where that is not known
 * (`CheckAsked.needs_account`); `to` is a destination's id. For `signed` the answer's `secret` is the nonce. */
export interface BeginCheck {
  do: "check.begin";
  check: string;
  method: CheckMethod;
  account?: string;
  to?: string;
}

/** Begin to practise, with a customer that the server plays; the agent has them at once, past every queue.
 * 
 * `source` says who is played: `script:NAME`, or `session:ID` of a recorded one. */
export interface BeginPractice {
  do: "practice.begin";
  goal?: string;
  difficulty?: string;
  choice?: string;
  familiarity?: Familiarity;
  language?: string;
  source?: string;
}

/** Begin a review of `agent` (empty: who had the session last) by a scorecard (empty: the only one). */
export interface BeginReview {
  do: "review.begin";
  scorecard?: string;
  agent?: string;
  calibration?: string;
}

/** A paragraph or heading (one line), or a list (a line for each item). */
export interface Block {
  kind: "bullets" | "heading" | "numbers" | "paragraph";
  lines: readonly (readonly (Run)[])[];
}

/** A session put up for a group: who has handed in; the reviews themselves are among the reviews. */
export interface CalibrationView {
  id: string;
  title: string;
  opened_by: string;
  opened_at: number;
  closed_at?: number;
  handed_in?: readonly (string)[];
  may?: readonly (string)[];
}

/** Ask for this check no more. */
export interface CancelCheck {
  do: "check.cancel";
  check: string;
}

export interface CannedReply {
  title: string;
  text: string;
}

/** What makes a message a card. `lines` are the steps to agree; `article` is the id of the article it shows,
 * and `blocks` are the article's words as they were then.
 * 
 * `chosen` is the index of the answer that the customer tapped; None while they have not. */
export interface Card {
  kind: "agree" | "article" | "question";
  title?: string;
  lines?: readonly (readonly (Part)[])[];
  choices?: readonly (CardChoice)[];
  chosen?: number | null;
  article?: string;
  blocks?: readonly (Block)[];
}

/** An answer to tap. */
export interface CardChoice {
  label: string;
  means?: "" | "no" | "unsure" | "yes";
}

/** A scorecard to review by. */
export interface CardChoiceView {
  id: string;
  title: string;
  criteria: readonly (readonly [string, string])[];
}

/** The card as which a prompt's words may be sent: its heading, its lines, and the answers to tap. */
export interface CardOffer {
  kind: "agree" | "article" | "question";
  title?: string;
  lines?: readonly (string)[];
  choices?: readonly (CardChoice)[];
}

/** Report what changed on page `page` since the last report.
 * 
 * `fields` are whole fields, new or changed; `gone` ids that left; `order` the ids in page order when it
 * changed; `steps` all steps when any changed; `focus` the focused field's id (empty: none) when it changed. */
export interface ChangeLens {
  do: "lens.change";
  page: string;
  fields?: readonly (Field)[];
  gone?: readonly (string)[];
  order?: readonly (string)[];
  steps?: readonly (Step)[];
  focus?: string;
  title?: string;
}

/** A part of the session, for finding one's way in a long list. It lasts until the next one. */
export interface Chapter {
  entry: number;
  title: string;
}

/** A line of the conversation: a message (`parts`), or a `notice` such as agent.joined, with its `name`.
 * 
 * A message with a `card` is shown as one; `parts` are its words.
 * 
 * `client` and `seq` are those of the command that sent it: its sender knows it from a pending one. */
export interface ChatItem {
  id: string;
  at: number;
  role: Role;
  name?: string;
  parts?: readonly (Part)[];
  card?: Card | null;
  notice?: string;
  client?: string;
  seq?: number;
}

/** A check as the agent is shown it: how it stands, and never what was answered. */
export interface Check {
  id: string;
  title: string;
  level: CheckLevel;
  state: CheckState;
  method: CheckMethod | null;
  attempts_left: number;
  acting_for: string;
  authority: Authority | null;
  reference: readonly (Part)[];
  at: number;
  valid_until: number;
}

/** A check as the customer is shown it. `checking` while a try is looked at, until `checking_until` at most. */
export interface CheckAsked {
  id: string;
  title: string;
  state: CheckState;
  why: string;
  other_way: string;
  methods: readonly (CheckMethodOffer)[];
  method: CheckMethod | null;
  to: string;
  account_label: string;
  account_hint: string;
  attempts_left: number;
  checking: boolean;
  checking_until: number;
  unavailable: boolean;
  acting: "" | "acted-for" | "representative";
  authority: Authority | null;
  at: number;
  valid_until: number;
}

/** Something to type. An empty `label` means the widget's own words for the kind. */
export interface CheckField {
  id: string;
  kind?: "code" | "text";
  label?: string;
  hint?: string;
  required?: boolean;
}

/** A way to pass a check: what to type in `fields`, of which `any_of` of those not required must be given. */
export interface CheckMethodOffer {
  method: CheckMethod;
  fields: readonly (CheckField)[];
  any_of: number;
  destinations: readonly (Destination)[];
  needs_account: boolean;
}

/** A check of the playbook that the agent can ask for, and what it is needed for. */
export interface CheckOption {
  id: string;
  title: string;
  level: CheckLevel;
  steps: readonly (string)[];
  acts: readonly (CheckAct)[];
  other_way: string;
}

/** Another way to be helped, or something else to say: what it is called, and the words for it. */
export interface Choice {
  title: string;
  say: string;
}

/** Put a moment of this session into an agent's evidence portfolio, for a criterion (an item of the scorecard). */
export interface ChooseMoment {
  do: "moment.choose";
  agent: string;
  criterion: string;
  entry: number;
  until?: number;
  note?: string;
}

/** Work by a playbook, or (empty) by none. */
export interface ChoosePlaybook {
  do: "playbook.choose";
  playbook?: string;
}

/** Updates for the entries of one chunk, one an entry, the first with every section. */
export interface Chunk {
  updates: readonly (Update)[];
}

/** Take the highlight away; the customer and the agent may. */
export interface ClearHighlight {
  do: "highlight.clear";
  highlight: string;
}

/** Show everybody's scores to the group. */
export interface CloseCalibration {
  do: "calibration.close";
  calibration: string;
}

/** All of a session's coaching that the caller may see, at entry `number` of its coaching log. `began_at`: when the
 * session began, in milliseconds; `agents`: who took part, account to name; `may`: commands about the session. */
export interface CoachingView {
  session: string;
  number: number;
  began_at: number;
  me: string;
  agents?: Record<string, string>;
  scorecards?: readonly (CardChoiceView)[];
  second_asked_by?: string;
  reviews?: readonly (ReviewView)[];
  calibrations?: readonly (CalibrationView)[];
  moments?: readonly (MomentView)[];
  may?: readonly (string)[];
}

/** What was still to be done is done. */
export interface CompleteFollowUp {
  do: "followup.complete";
}

export interface Consent {
  state: ConsentState;
  at: number;
  wording: string;
  by: string;
}

/** What the console knows when it starts: who is signed in, and each of their sites' canned replies. */
export interface ConsoleInfo {
  id: string;
  name: string;
  role: Role;
  teams: readonly (string)[];
  sites: Record<string, ConsoleSite>;
  message_length: number;
}

/** A site, as the console knows it. `playbooks` are those for its customers, id to title;
 * `agents` those who look after it, account to name. */
export interface ConsoleSite {
  name: string;
  playbooks: Record<string, string>;
  agents: Record<string, string>;
  accent: string;
  canned_replies: readonly (CannedReply)[];
  glossary: readonly (Term)[];
  scripts: readonly (PracticeScript)[];
}

/** A sign of trouble, seen `count` times since the last report. `field` is the lens's id, where it has one. */
export interface Cue {
  kind: CueKind;
  count?: number;
  field?: string;
}

/** How often, how long and how near makes a cue: a site's settings, as its pages are told them. */
export interface CueLimits {
  errors: number;
  returns: number;
  submits: number;
  idle_seconds: number;
  clicks: number;
  click_pixels: number;
  click_millis: number;
  loops: number;
  slow_seconds: number;
  failures: number;
}

/** How far a client has come. 0: it has nothing. */
export interface Cursor {
  epoch: number;
  number: number;
}

/** What the customer's panel is shown. */
export interface CustomerView {
  session: SessionInfo;
  people: Record<string, Person>;
  chat: Record<string, ChatItem>;
  consent: Consent;
  highlight: Highlight | null;
  feedback: Feedback | null;
  rules: readonly (DeviceStep)[];
  checks: Record<string, CheckAsked>;
  seen: SeenBy;
}

/** Uphold the review or change it, and say why. */
export interface DecideAppeal {
  do: "appeal.decide";
  review: string;
  outcome: Outcome;
  reason: string;
  changes?: readonly (ScoreChange)[];
}

/** Choose not to pass this check; the chat goes on. */
export interface DeclineCheck {
  do: "check.decline";
  check: string;
}

/** Choose not to share `scope`; the chat goes on. */
export interface DeclineConsent {
  do: "consent.decline";
  scope: Scope;
  wording: string;
}

/** Changed rows of the desk (null: gone), or all of them when `whole`; and who is on duty. */
export interface Desk {
  whole: boolean;
  rows: Record<string, DeskRow | null>;
  present: Record<string, string>;
  teams: readonly (string)[];
  after: Record<string, AfterRow | null>;
}

/** One open session in the console's lists. */
export interface DeskRow {
  session: string;
  site: string;
  status: Status;
  goal: readonly (Part)[];
  difficulty: readonly (Part)[];
  choice: string;
  familiarity: Familiarity;
  language: string;
  waiting_since: number;
  head: boolean;
  agent: string;
  agent_name: string;
  for_agent: string;
  for_team: string;
  offered_until: number;
  note: readonly (Part)[];
  messages: number;
  practice: boolean;
}

/** Where a code can be sent. `shown` is masked (`j•••@e•••.org`); empty where the account is not known yet: the
 * words are then the same for every account. */
export interface Destination {
  id: string;
  kind: DestinationKind;
  shown?: string;
}

/** A step of the playbook as the device needs it: whose field it is, and the rules for it.
 * 
 * Of the steps without rules those are sent that a `same_as` means, by `id`, name or field. */
export interface DeviceStep {
  match: Match;
  expect: readonly (Expect)[];
  id?: string;
}

/** Throw a draft away. */
export interface DiscardReview {
  do: "review.discard";
  review: string;
}

/** End the conversation; by a customer who waits, it means leaving the queue. */
export interface EndSession {
  do: "session.end";
}

export interface Ended {
  at: number;
  by: Role;
  reason: EndReason;
}

/** A moment of the session. `at`: the entry's time in milliseconds since 1970; `until_at` that of a range's end. */
export interface Evidence {
  id: string;
  item: string;
  entry: number;
  at: number;
  until?: number;
  until_at?: number;
  note?: readonly (Part)[];
  proposed?: boolean;
}

/** A rule for a field. It runs on the customer's device and yields a verdict, never the value.
 * 
 * Exactly one kind of rule; `verdict` names what is wrong when it fails (each kind has a default). */
export interface Expect {
  verdict?: string;
  pattern?: string;
  exact?: boolean;
  near_misses?: readonly (NearMiss)[];
  min_length?: number | null;
  max_length?: number | null;
  date?: "" | "future" | "past" | "range";
  earliest?: string;
  latest?: string;
  checksum?: "iban" | "luhn" | "nhs-number" | "vehicle-registration" | "";
  same_as?: string;
  file_types?: readonly (string)[];
  max_megabytes?: number | null;
}

/** The check's time is over: nobody answered, a try was never settled, or what was passed is no longer valid. */
export interface ExpireCheck {
  do: "check.expire";
  check: string;
}

/** Evidence of system trouble, `count` times since the last report. `millis` is the longest it took. */
export interface Fault {
  kind: FaultKind;
  count?: number;
  host?: string;
  status?: "" | "4xx" | "5xx" | "no_answer";
  millis?: number;
}

/** A fault as the agent notes it: in words, or as the register's row `fault`, whose words they saw. */
export interface FaultDraft {
  what: string;
  kind?: FaultArea;
  where?: Where;
  fault?: string;
}

/** A fault of this session: `fault` is the register's row that it belongs to. */
export interface FaultNoted {
  fault: string;
  kind: FaultArea;
  what: readonly (Part)[];
  where?: Where;
}

export interface Feedback {
  solved: Solved | null;
  rating: number;
  comment: readonly (Part)[];
  ease: number;
  recommend: number;
}

/** One field of the customer's form as the lens reports it: how it stands, never what it holds.
 * 
 * `id` is made by the widget and stable while the page lives. `name` is the accessible name, `error` the page's
 * own message with every entered value scrubbed out. `corrections` counts how often a filled field was changed
 * again. A `private` field is reported as present, with neither name, state nor error. `group` names the question
 * it is a part of, such as the date that `Day` belongs to. `verdict` names what a rule of the playbook finds
 * wrong with the value; it was found on the device. */
export interface Field {
  id: string;
  step: string;
  name: string;
  kind: FieldKind;
  state: FieldState;
  required?: boolean;
  private?: boolean;
  group?: string;
  error?: string;
  verdict?: string;
  corrections?: number;
}

/** What is still to be done. `done_at` is in milliseconds, 0: not yet. */
export interface FollowUp {
  what: readonly (Part)[];
  owner: string;
  owner_name: string;
  due: string;
  done_at?: number;
  done_by?: string;
}

/** What is still to be done: what, by whom (an account's id), until when. */
export interface FollowUpDraft {
  what: string;
  owner: string;
  due: string;
}

/** Agree to share `scope`. `wording` is the version of the words the customer read. */
export interface GiveConsent {
  do: "consent.give";
  scope: Scope;
  wording: string;
}

/** What the customer says of the help; each may be left out.
 * 
 * `rating`: 1 to 5 stars, 0: none. `ease`: how easy it was, 1 (very hard) to 7 (very easy), 0: none.
 * `recommend`: would they tell others to get help here, 0 to 10, -1: none. */
export interface GiveFeedback {
  do: "feedback.give";
  solved?: Solved | null;
  rating?: number;
  ease?: number;
  recommend?: number;
  comment?: string;
}

/** The key to one session, for the /session namespace. */
export interface Grant {
  session: string;
  token: string;
  kind: "grant";
  role: Role;
}

/** A step of the playbook in the agent's list. */
export interface GuideStep {
  id: string;
  title: string;
}

export interface Highlight {
  id: string;
  target: string;
  words: readonly (Part)[];
  by: string;
  at: number;
}

/** One try with a signed identity from the host page, a JWT. Never stored. */
export interface IdentifyCheck {
  do: "check.identify";
  check: string;
  token: string;
}

/** Ask for a fresh spoken code; the digits come back in the answer only and an earlier code is void. */
export interface IssueCode {
  do: "code.issue";
}

/** Take the customer: from the queue, or by a spoken code that the server has just redeemed. */
export interface JoinSession {
  do: "session.join";
  by_code?: boolean;
}

/** A row of the fault register, as an agent picks it. `note` is the supervisors' word to agents about it. */
export interface KnownFault {
  fault: string;
  kind: FaultArea;
  what: string;
  where: Where;
  status: "fixed" | "known" | "open";
  sessions: number;
  last_at: number;
  note: string;
}

/** Rows of the register that read like what an agent writes, or (for no words) the latest that are not fixed. */
export interface KnownFaults {
  known: readonly (KnownFault)[];
}

/** The agent `agent` has been away for longer than the grace period. */
export interface LapseAgent {
  do: "agent.lapse";
  agent: string;
}

/** The connection of this watcher has been gone for longer than the grace period. */
export interface LapseWatcher {
  do: "session.lapse_watcher";
  watcher: string;
}

/** The whole form at one moment. `page` is a random id of this page load; `title` the page's name.
 * 
 * `fields` are in the order of the page. `focus` is the id of the field the customer is in, or empty. `applies` are
 * the ids of the playbooks that fit this page: it is compared with their patterns on the device, and stays there. */
export interface LensModel {
  page: string;
  title: string;
  steps?: readonly (Step)[];
  fields?: readonly (Field)[];
  focus?: string;
  applies?: readonly (string)[];
}

/** The form as a whole: its page, steps, order of fields, focus, and the field that changed last. */
export interface LensPage {
  page: string;
  title: string;
  steps: readonly (Step)[];
  order: readonly (string)[];
  focus: string;
  changed: string;
  changed_at: number;
  applies: readonly (string)[];
}

/** One word of a scale. */
export interface Level {
  word: string;
  means?: string;
}

/** A goal of the agent's development plan came from this review. */
export interface LinkGoal {
  do: "goal.link";
  review: string;
  goal: string;
}

/** The agent asks for the review to be looked at again. Once. */
export interface MakeAppeal {
  do: "appeal.make";
  review: string;
  words: string;
}

/** Something that happened, at `entry`: who did it, and in words. `more` is searched too, and shown at length. */
export interface Mark {
  entry: number;
  lane: "agent" | "customer" | "form" | "playbook" | "trouble";
  kind: "card" | "check" | "consent" | "cue" | "error" | "fault" | "feedback" | "field" | "gap" | "highlight" | "message" | "notice" | "page" | "prompt" | "step" | "used" | "watch" | "whisper" | "wrapup";
  words: string;
  who?: string;
  more?: string;
}

/** In the portfolio hide these words of the moment, such as a customer's name; in place of those before. */
export interface MaskMoment {
  do: "moment.mask";
  moment: string;
  hide?: readonly (string)[];
}

/** How a field or step is found on the page. Any one that is given and fits is enough. */
export interface Match {
  name?: string;
  label?: string;
  field?: string;
  page?: string;
}

/** A moment of this session in an agent's portfolio. */
export interface MomentView {
  id: string;
  agent: string;
  criterion: string;
  entry: number;
  at: number;
  until?: number;
  until_at?: number;
  note?: readonly (Part)[];
  hide?: readonly (string)[];
  by?: string;
}

/** A recognisable mistake: a value of this `pattern` gets the verdict `verdict`. */
export interface NearMiss {
  verdict: string;
  pattern: string;
}

/** Whether somebody is free to help: POST /widget/{site}/offer. */
export interface OfferAnswer {
  free: boolean;
}

/** Where a code could be sent, masked: known once a signed identity said whose account it is. */
export interface OfferCheck {
  do: "check.offer";
  check: string;
  destinations?: readonly (Destination)[];
}

/** An item that is asked only where another one was scored so. */
export interface OnlyIf {
  item: string;
  scored: readonly (string)[];
}

/** From here on the talk is about the customer's own account. Refused until the checks for that are passed. */
export interface OpenAccount {
  do: "account.open";
}

/** Put the session up for a group to score; results side by side once it is closed. */
export interface OpenCalibration {
  do: "calibration.open";
  title: string;
  scorecard?: string;
}

/** Report the whole form: after consent, after a page load, and when another tab comes to the front. */
export interface OpenLens {
  do: "lens.open";
  model: LensModel;
}

/** What a player knows of a session before it shows anything.
 * 
 * `waits` are the milliseconds from the entry before to each entry, the first of which is 0: an entry's offset is
 * their sum up to it. Entry numbers begin at 1; chunk `k`, from 0, holds the `chunk` entries after `k * chunk`. */
export interface Outline {
  session: string;
  epoch: number;
  started: number;
  chunk: number;
  waits: readonly (number)[];
  marks: readonly (Mark)[];
  stretches: readonly (Stretch)[];
  chapters: readonly (Chapter)[];
  running: boolean;
}

/** A piece of a message: either `text`, or something removed, of the kind `hidden` (card, iban, ...). */
export interface Part {
  text?: string;
  hidden?: string;
}

/** An agent who is, or was, in the session; `here` while they have it. */
export interface Person {
  id: string;
  name: string;
  joined_at: number;
  here: boolean;
}

/** The customer's place in the queue (1: next), how many agents are there, and an honest wait.
 * 
 * `wait_seconds` is the median of recent waits scaled by the place; None when there is nothing to go by. */
export interface Place {
  signal: "place";
  place: number;
  agents: number;
  wait_seconds: number | null;
}

/** The playbook the agent works by, and how they steer it. */
export interface PlaybookInfo {
  id: string;
  title: string;
  version: string;
  steps: readonly (GuideStep)[];
  pinned: string;
  jumped: string;
  skipped: readonly (string)[];
  aside: boolean;
  finishing: boolean;
  by_page: boolean;
  glossary: readonly (Term)[];
}

/** Where a playbook is for, as the device compares it: GET /widget/{site}/playbooks.json has those of a site.
 * 
 * `urls` are paths with `*`, `forms` are CSS selectors. Without either it is for every page of the site. */
export interface PlaybookPlace {
  id: string;
  urls?: readonly (string)[];
  forms?: readonly (string)[];
}

/** A scripted customer to practise with: `playbook` is the one it is written for; empty: any. */
export interface PracticeScript {
  id: string;
  title: string;
  about: string;
  playbook: string;
  familiarity: Familiarity;
}

/** Whether each side has a live connection. */
export interface Presence {
  signal: "presence";
  customer: boolean;
  agent: boolean;
}

/** What to do now. `say` and `stuck` are for the customer; `why`, `look_for` and `because` for the agent.
 * 
 * `key` names the occasion: once the agent has dealt with it, it does not come again. `step` is the id of
 * the playbook's step, `target` the id of the form's field to point at; both may be empty. `next` is the
 * title of what comes after. `progress` is the step's number, from 1, and how many there are; (0, 0)
 * where there is no step. */
export interface Prompt {
  kind: "agree" | "aside" | "check" | "closing" | "comfort" | "error" | "escalate" | "fault" | "offer" | "opening" | "step" | "try_again" | "understanding";
  key: string;
  step?: string;
  title?: string;
  say?: string;
  why?: string;
  look_for?: string;
  stuck?: string;
  target?: string;
  alternatives?: readonly (Choice)[];
  next?: string;
  progress?: readonly [number, number];
  because?: string;
  check?: string;
  card?: CardOffer | null;
}

/** A moment that may show how an item went, and what happened there in words. */
export interface Proposal {
  item: string;
  kind: EvidenceKind;
  entry: number;
  at: number;
  words: readonly (Part)[];
}

/** The store lost entries `first` to `last` which had been acknowledged. */
export interface RecordGap {
  do: "log.record_gap";
  first: number;
  last: number;
}

/** Wrap the session up once it is over, or correct what was noted: the whole account each time. */
export interface RecordWrapup {
  do: "wrapup.record";
  task: string;
  cause: Cause;
  resolved: Solved;
  helped_by: HelpedBy;
  faults?: readonly (FaultDraft)[];
  follow_up?: FollowUpDraft | null;
}

/** Give it to the agent. */
export interface ReleaseReview {
  do: "review.release";
  review: string;
}

/** Time has passed: show the prompt that is due by it alone, such as a comfort check. */
export interface RemindAgent {
  do: "prompt.remind";
}

/** Take it back. */
export interface RemoveComment {
  do: "comment.remove";
  review: string;
  comment: string;
}

/** It does not, after all. */
export interface RemoveEvidence {
  do: "evidence.remove";
  review: string;
  evidence: string;
}

/** Take it out again. */
export interface RemoveMoment {
  do: "moment.remove";
  moment: string;
}

/** What a replay's page is told: whose session it is in words, and whether there is room for a review beside it. */
export interface ReplayInfo {
  session: string;
  title: string;
  site_name: string;
  role: Role;
  account: string;
  review: boolean;
}

/** Words of the agent or a supervisor under a released review. */
export interface Reply {
  by: Actor;
  at: number;
  words: readonly (Part)[];
}

/** Answer a released review. */
export interface ReplyToReview {
  do: "review.reply";
  review: string;
  words: string;
}

/** Report the cues and faults noticed since the last report, while sharing is on. */
export interface ReportTrouble {
  do: "trouble.report";
  cues?: readonly (Cue)[];
  faults?: readonly (Fault)[];
}

/** A command on its way. `client` is random per page load, `seq` counts up from 1: a retry keeps both. */
export interface Request {
  client: string;
  seq: number;
  command: RequestHelp | IssueCode | GiveConsent | DeclineConsent | WithdrawConsent | OpenLens | ChangeLens | ReportTrouble | GiveFeedback | AnswerCard | SendMessage | ClearHighlight | EndSession | JoinSession | BeginPractice | SendCard | AskConsent | ShowHighlight | TransferSession | ReturnToQueue | ChoosePlaybook | SteerPrompt | UsePrompt | RecordWrapup | CompleteFollowUp | LapseAgent | RemindAgent | RecordGap | RequestCheck | CancelCheck | OpenAccount | BeginCheck | AnswerCheck | IdentifyCheck | DeclineCheck | OfferCheck | SettleCheck | ExpireCheck | WatchSession | UnwatchSession | SendWhisper | TakeOver | LapseWatcher;
}

/** Ask the customer to pass the playbook's check `check`. With an `authority` somebody acts for the customer: two
 * linked checks are asked, of the person acted for and (`.representative`) of who acts; `reference` names the deed. */
export interface RequestCheck {
  do: "check.request";
  check: string;
  authority?: Authority | null;
  reference?: string;
}

/** Start: what the customer tries to do (`goal`), what goes wrong (`difficulty`, or a quick `choice`).
 * 
 * `offered`: help was offered to them for this reason, and they took it. `helped_before`: whole days since they were
 * last helped with this browser, where the site has it kept; -1: not known. */
export interface RequestHelp {
  do: "session.request";
  channel: Channel;
  goal?: string;
  difficulty?: string;
  choice?: string;
  familiarity?: Familiarity;
  language?: string;
  offered?: "" | "fault" | "idle_after_error" | "rage_clicks" | "refused_submits" | "repeated_error" | "returns" | "step_loops";
  helped_before?: number;
}

/** What the scores come to. `score`: 0 to 100, 0 where a critical item failed it, None while nothing is scored;
 * `reached`: what it would be without that. `missing`: items still to be scored; `asked`: those that are asked. */
export interface Result {
  score?: number | null;
  reached?: number | null;
  failed?: readonly (string)[];
  missing?: readonly (string)[];
  asked?: readonly (string)[];
  sections?: readonly (number | null)[];
}

/** The agent hands the customer back to the head of the queue. */
export interface ReturnToQueue {
  do: "session.return";
}

/** Words of the reviewer. Entry 0: of the item, or of the whole. */
export interface ReviewComment {
  id: string;
  words: readonly (Part)[];
  tone: Tone;
  entry?: number;
  at?: number;
  until?: number;
  until_at?: number;
  item?: string;
}

/** A review as the caller is shown it. `hidden`: its scores wait until both blind scorers are in, or until the
 * calibration is closed. `may` are the commands that the caller may send about it now. */
export interface ReviewView {
  id: string;
  state: ReviewState;
  reviewer: Actor;
  agent: Actor;
  card: string;
  scorecard: Scorecard;
  begun_at: number;
  submitted_at?: number;
  released_at?: number;
  calibration?: string;
  blind?: boolean;
  mine?: boolean;
  hidden?: boolean;
  scores?: Record<string, Scored>;
  evidence?: readonly (Evidence)[];
  comments?: readonly (ReviewComment)[];
  summary?: readonly (Part)[];
  result?: Result;
  replies?: readonly (Reply)[];
  appeal?: Appeal | null;
  goals?: readonly (string)[];
  proposals?: readonly (Proposal)[];
  may?: readonly (string)[];
}

/** A piece of a line: plain, `strong`, or a link (`href`: https, mailto or tel). */
export interface Run {
  text: string;
  strong?: boolean;
  href?: string;
}

/** Words to score by, from the worst to the best. They stand at even distances: 0 % to 100 %. */
export interface Scale {
  id: string;
  levels: readonly (Level)[];
}

/** An item as it is scored now. */
export interface ScoreChange {
  item: string;
  level?: number | null;
  applies?: boolean;
}

/** One thing to look at. */
export interface ScoreItem {
  id: string;
  title: string;
  guidance: string;
  weight?: number;
  scale?: string;
  critical?: boolean;
  not_applicable?: string;
  only_if?: OnlyIf | null;
  evidence?: readonly (EvidenceKind)[];
}

/** Items that belong together. */
export interface ScoreSection {
  title: string;
  weight?: number | null;
  items: readonly (ScoreItem)[];
}

/** What sessions are reviewed by. */
export interface Scorecard {
  title: string;
  about?: string;
  owner: string;
  version: string;
  scales: readonly (Scale)[];
  sections: readonly (ScoreSection)[];
}

/** How an item stands: a level, or not applicable; neither where it is still to be scored. */
export interface Scored {
  level?: number | null;
  applies?: boolean;
  why?: readonly (Part)[];
}

/** How many people can read the chat now, and how many of them can see the customer's steps. */
export interface SeenBy {
  chat: number;
  steps: number;
}

/** A cue as the agent is shown it: how often in all, and when last. `question` is the field's name. */
export interface SeenCue {
  kind: CueKind;
  count: number;
  question: string;
  at: number;
}

/** A fault as the agent is shown it: how often in all, and when last. `millis` is the longest it took. */
export interface SeenFault {
  kind: FaultKind;
  count: number;
  host: string;
  status: "" | "4xx" | "5xx" | "no_answer";
  millis: number;
  at: number;
}

/** Send a card: its words (`text`), its `lines`, and answers to tap, each as the agent edited it.
 * 
 * It comes from the prompt of the key `prompt`, or it shows the approved article of the id `article`: then its
 * words are the article's, and none of the agent's. */
export interface SendCard {
  do: "card.send";
  kind: "agree" | "article" | "question";
  text?: string;
  title?: string;
  lines?: readonly (string)[];
  choices?: readonly (CardChoice)[];
  prompt?: string;
  article?: string;
}

/** Say something. Secrets in it are removed before it is stored or delivered. */
export interface SendMessage {
  do: "message.send";
  text: string;
}

/** Say something to the agent (or, as the agent, to who watches) that the customer never sees. */
export interface SendWhisper {
  do: "whisper.send";
  text: string;
}

/** What changed in a version of a playbook: GET /console/updates.json has those an agent has not acknowledged. */
export interface ServiceUpdate {
  playbook: string;
  title: string;
  version: string;
  note: string;
}

/** How the session stands. `epoch` counts the gaps in its log. */
export interface SessionInfo {
  id: string;
  site: string;
  status: Status;
  channel: Channel;
  goal: readonly (Part)[];
  difficulty: readonly (Part)[];
  choice: string;
  familiarity: Familiarity;
  language: string;
  offered: "" | "fault" | "idle_after_error" | "rage_clicks" | "refused_submits" | "repeated_error" | "returns" | "step_loops";
  helped_before: number;
  requested_at: number;
  waiting_since: number;
  code_expires_at: number;
  joined_at: number;
  offered_to: string;
  practice: boolean;
  ended: Ended | null;
}

/** Score an item; `applies` false: not applicable. No level: not scored yet, again. */
export interface SetScore {
  do: "score.set";
  review: string;
  item: string;
  level?: number | null;
  applies?: boolean;
  why?: string;
}

/** What came of the try `tried`. `who` is a keyed digest of the account; `unavailable`: nobody could tell. */
export interface SettleCheck {
  do: "check.settle";
  check: string;
  tried: string;
  outcome: CheckOutcome;
  who?: string;
  unavailable?: boolean;
}

/** An article as the console lists it; `overdue`: its review is past. */
export interface ShelfArticle {
  article: Article;
  overdue: boolean;
}

/** Point at a field or a step (`target` is its id) with words. */
export interface ShowHighlight {
  do: "highlight.show";
  target: string;
  words?: string;
}

/** What the loader is told of its site: GET /widget/{site}.json. */
export interface SiteInfo {
  site: string;
  name: string;
  languages: readonly (string)[];
  greeting: string;
  opening_hours: string;
  accent: string;
  choices: readonly (string)[];
  forms: string;
  private: string;
  message_length: number;
  code_minutes: number;
  cues: CueLimits;
  offers: string;
  feedback: readonly ("ease" | "rating" | "recommend")[];
  first_contact_days: number;
  mail: boolean;
}

/** How a session stands just now. `step` is the name of the one the customer is on, `place` of `steps` in all.
 * 
 * `errors` are the fields in error now, `cues` how often a sign of trouble was seen, by its kind. `unanswered_since`
 * is when the customer wrote what nobody has answered yet, 0: nothing is unanswered. */
export interface Standing {
  shared: "asked" | "no" | "yes";
  step: string;
  place: number;
  steps: number;
  errors: number;
  cues: Record<string, number>;
  leaning: "" | "equipment" | "system" | "unclear" | "use";
  unanswered_since: number;
}

/** Hold the prompts at a step (pin), go to one (jump), pass one over (skip, with a `reason`), put the playbook
 * aside, come to the end (finish), or let it follow the customer again (follow). */
export interface SteerPrompt {
  do: "prompt.steer";
  how: "aside" | "finish" | "follow" | "jump" | "pin" | "skip";
  step?: string;
  reason?: string;
}

/** One step of the form, in the customer's order. `fields` belong to it by `Field.step`. */
export interface Step {
  id: string;
  name: string;
  state: StepState;
}

/** Something that lasted, from the offset `since` until `until`; it began at `entry`. */
export interface Stretch {
  kind: "held" | "shared" | "silence" | "step" | "struggle" | "waiting";
  entry: number;
  since: number;
  until: number;
  words: string;
}

/** It is finished: for the other scorer's to be held against it, or for the calibration. */
export interface SubmitReview {
  do: "review.submit";
  review: string;
}

/** What the wrap-up begins with, from what the log says of the session. None and empty: nothing to go by. */
export interface Suggested {
  task?: string;
  cause?: Cause | null;
  resolved?: Solved | null;
  helped_by?: HelpedBy | null;
  why?: string;
}

/** The words that stand over the whole review. */
export interface Summarise {
  do: "review.summarise";
  review: string;
  words: string;
}

/** Take the customer from the agent who has them; `note` is for that agent alone. Only who watches may. */
export interface TakeOver {
  do: "session.take_over";
  note?: string;
}

/** A word or short phrase, and what to say instead. */
export interface Term {
  term: string;
  plain?: string;
}

/** Hand over to an agent (`to_agent`, an account's id) or a team; `note` is for agents only. */
export interface TransferSession {
  do: "session.transfer";
  to_agent?: string;
  to_team?: string;
  note?: string;
}

/** What the evidence points to, and why. `cause` (empty: none) and `why` are what a wrap-up may begin with.
 * 
 * `reasons` are sentences for the agent. Cues and faults stand newest last; without a live consent there are none. */
export interface TroubleView {
  leaning: "" | "equipment" | "system" | "unclear" | "use";
  reasons: readonly (string)[];
  cause: Cause | "";
  why: string;
  cues: readonly (SeenCue)[];
  faults: readonly (SeenFault)[];
}

/** A playbook for customers: GET /widget/{site}/playbooks/{playbook}.json. */
export interface Tutorial {
  id: string;
  title: string;
  task: string;
  steps: readonly (TutorialStep)[];
}

/** What to say when a verdict is given, or when the page's own error fits a pattern. */
export interface TutorialReply {
  say: Variants;
  verdict?: string;
  error?: string;
}

/** One step. The device finds its field by `match` and looks at the answer by `expect`; nothing comes back. */
export interface TutorialStep {
  id: string;
  title: string;
  match: Match;
  say: Variants;
  why?: string;
  expect?: readonly (Expect)[];
  if_error?: readonly (TutorialReply)[];
  if_stuck?: readonly (string)[];
}

/** Somebody is writing a message. Shown for a few seconds. */
export interface Typing {
  signal: "typing";
  role: Role;
  name: string;
}

/** Stop reading along. */
export interface UnwatchSession {
  do: "session.unwatch";
}

/** Brings a client's view from entry `after` to entry `number`; `after` 0 starts from an empty view.
 * 
 * A client that stands elsewhere than `after` asks again with `resume`. `view` holds changed sections. */
export interface Update {
  epoch: number;
  after: number;
  number: number;
  at: number;
  view: Record<string, unknown>;
}

/** The agent dealt with the prompt `key`: sent its words, pointed, ticked it off, or waved it away. */
export interface UsePrompt {
  do: "prompt.use";
  key: string;
  how: "dismissed" | "pointed" | "sent" | "ticked";
}

/** Words for each familiarity; those for `new` where there are no others. */
export interface Variants {
  new: string;
  used_before?: string;
  confident?: string;
}

/** A new session's key for its customer: POST /widget/{site}/visit. Nothing is logged before a request. */
export interface Visit {
  session: string;
  token: string;
}

/** Changed rows of the wall (null: gone), or all of them when `whole`. `unlisted` more are not sent: there are
 * too many. `present` are the agents on duty, `teams` all there are: whom a customer may be handed over to. */
export interface Wall {
  whole: boolean;
  rows: Record<string, WallRow | null>;
  present: Record<string, string>;
  teams: readonly (string)[];
  unlisted: number;
}

/** One running session on the wall: what the desk knows of it, and (where a process has it live) how it stands. */
export interface WallRow {
  session: string;
  site: string;
  status: Status;
  goal: readonly (Part)[];
  difficulty: readonly (Part)[];
  choice: string;
  familiarity: Familiarity;
  language: string;
  practice: boolean;
  requested_at: number;
  waiting_since: number;
  joined_at: number;
  agent: string;
  agent_name: string;
  teams: readonly (string)[];
  watchers: number;
  standing: Standing | null;
}

/** Begin to read along in a running session. It is written into the session's log. */
export interface WatchSession {
  do: "session.watch";
}

/** Who reads along, and since when. */
export interface Watcher {
  who: Actor;
  since: number;
}

/** Where a fault shows: the page's and the step's names as the lens tells them, the host that failed. */
export interface Where {
  page?: string;
  step?: string;
  host?: string;
}

/** A line between agent and supervisors. `client` and `seq` are those of the command that sent it. */
export interface Whisper {
  id: string;
  at: number;
  by: Actor;
  parts: readonly (Part)[];
  client?: string;
  seq?: number;
}

/** Stop sharing `scope`, at once. */
export interface WithdrawConsent {
  do: "consent.withdraw";
  scope: Scope;
}

/** The agent's account of the session. `at` and `by` tell of the latest version of it, `versions` how many. */
export interface Wrapup {
  task: readonly (Part)[];
  cause: Cause;
  resolved: Solved;
  helped_by: HelpedBy;
  faults: readonly (FaultNoted)[];
  follow_up: FollowUp | null;
  at: number;
  by: string;
  versions: number;
}

/** The wrap-up as agents are shown it. `agent` is the account that has to wrap up, empty while nobody has. */
export interface WrapupView {
  agent?: string;
  suggested?: Suggested;
  record?: Wrapup | null;
}

export type Command = RequestHelp | IssueCode | GiveConsent | DeclineConsent | WithdrawConsent | OpenLens | ChangeLens | ReportTrouble | GiveFeedback | AnswerCard | SendMessage | ClearHighlight | EndSession | JoinSession | BeginPractice | SendCard | AskConsent | ShowHighlight | TransferSession | ReturnToQueue | ChoosePlaybook | SteerPrompt | UsePrompt | RecordWrapup | CompleteFollowUp | LapseAgent | RemindAgent | RecordGap | RequestCheck | CancelCheck | OpenAccount | BeginCheck | AnswerCheck | IdentifyCheck | DeclineCheck | OfferCheck | SettleCheck | ExpireCheck | WatchSession | UnwatchSession | SendWhisper | TakeOver | LapseWatcher;

export type Signal = Typing | Presence | Place;

export type CoachingCommand = BeginReview | SetScore | AddEvidence | RemoveEvidence | AddComment | RemoveComment | Summarise | SubmitReview | ReleaseReview | DiscardReview | ReplyToReview | MakeAppeal | DecideAppeal | AskSecond | OpenCalibration | CloseCalibration | ChooseMoment | RemoveMoment | MaskMoment | LinkGoal;
