/**
 * What the screen of an ID check says, in every language: it is fetched with the screen, not with the panel.
 *
 * Why we ask, what happens to the answer, and never which answer was wrong. No threats, no blame.
 */
export interface CheckWords {
  readonly asked: (name: string) => string;
  readonly "acted-for": string;
  readonly representative: string;
  /** Under the title, where somebody acts for somebody else: who is meant. */
  readonly acting_note: Readonly<Record<"acted-for" | "representative", string>>;
  readonly card: string;
  readonly open: string;
  readonly open_other: string;
  readonly private: (name: string) => string;
  readonly why: string;
  readonly back: string;
  readonly choose: string;
  readonly other: string;
  readonly rather_not: string;
  readonly rather_not_title: string;
  readonly rather_not_lead: string;
  readonly rather_not_yes: string;
  readonly on_with_it: string;
  readonly other_way: string;
  readonly for_other: string;
  readonly for_other_says: string;
  readonly account: string;
  readonly sending: string;
  readonly optional: string;
  readonly continue: string;
  readonly check: string;
  readonly checking: string;
  readonly methods: Readonly<Record<string, { readonly name: string; readonly more: string }>>;
  readonly send_to: string;
  readonly to: (to: string) => string;
  readonly sent: string;
  readonly sent_to: (to: string) => string;
  readonly code: string;
  readonly code_hint: string;
  readonly fresh: string;
  readonly fresh_wait: (seconds: number) => string;
  readonly fresh_sent: string;
  readonly totp_lead: string;
  readonly questions_lead: string;
  readonly questions_some: (needed: number) => string;
  readonly site_waiting: string;
  readonly site_silent: string;
  readonly site_lost: string;
  readonly missing: string;
  readonly wrong: string;
  readonly unavailable: string;
  readonly lost: string;
  readonly left: (left: number) => string;
  readonly passed: string;
  readonly passed_lead: (name: string) => string;
  /** Of two checks the first has been passed. */
  readonly passed_next: string;
  readonly locked: string;
  readonly locked_lead: string;
  readonly locked_next: string;
  readonly over: string;
  readonly over_lead: string;
}

const en: CheckWords = {
  asked: (name) => `${name || "Your helper"} asks to check that it is you`,
  "acted-for": "First: is the person you help known to us?",
  representative: "And now: is it you?",
  acting_note: {
    "acted-for": "In this first check, “you” and “my” mean the person you help.",
    representative: "This check is about you, not about the person you help.",
  },
  card: "Please show that it is you",
  open: "Check that it is me",
  open_other: "Check the person I help",
  private: (name) => `${name || "Your helper"} does not see what you enter. They only see if it worked. We do not keep it.`,
  why: "We ask so that nobody else can see or change what is yours.",
  back: "Back to the chat",
  choose: "How do you want to do it?",
  other: "Choose another way",
  rather_not: "I would rather not",
  rather_not_title: "You do not have to do this here",
  rather_not_lead: "You can be helped in another way:",
  rather_not_yes: "Do not check me here",
  on_with_it: "No, go on with the check",
  other_way: "Ask your helper. They know another way.",
  for_other: "I am helping someone else",
  for_other_says: "I am helping someone else with this.",
  account: "Your customer number",
  sending: "Sending…",
  optional: "You can leave this empty.",
  continue: "Continue",
  check: "Check",
  checking: "Checking…",
  methods: {
    signed: { name: "I am signed in on this page", more: "Nothing to type" },
    email: { name: "Send me a code by e-mail", more: "To an address we know" },
    sms: { name: "Send me a code by text message", more: "To a number we know" },
    code: { name: "Send me a code", more: "By e-mail or text message" },
    questions: { name: "Ask me some questions", more: "About things on your letters from us" },
    totp: { name: "Use my code app", more: "The app that shows a new code every 30 seconds" },
  },
  send_to: "Where shall we send the code?",
  to: (to) => `To ${to}`,
  sent: "If we know you, a code is on its way to you. It can take a minute. The code works for 5 minutes.",
  sent_to: (to) => `We have sent a code to ${to}. It can take a minute. The code works for 5 minutes.`,
  code: "Your code",
  code_hint: "6 digits. You can paste it.",
  fresh: "Send a new code",
  fresh_wait: (seconds) => `You can get a new code in ${seconds} s`,
  fresh_sent: "A new code is on its way. The old one does not work any more.",
  totp_lead: "Open your code app and enter the 6 digits it shows for us.",
  questions_lead: "You can look the answers up, in your letters for example.",
  questions_some: (needed) => (needed === 1 ? "Answer one of these:" : `Answer ${needed} of these:`),
  site_waiting: "Asking this page…",
  site_silent: "This page did not answer. Please choose another way.",
  site_lost: "That did not work. Please try again or choose another way.",
  missing: "Please fill this in.",
  wrong: "That did not match what we have. It can happen to anybody.",
  unavailable: "We could not check it just now. That is not your fault. Please try again, or choose another way.",
  lost: "We could not send that. Nothing was kept. Please enter it again.",
  left: (left) => (left === 1 ? "You can try 1 more time." : `You can try ${left} more times.`),
  passed: "Thank you, it worked",
  passed_lead: (name) => `${name || "Your helper"} can now go on with you.`,
  passed_next: "There is one more check. Then you can go on.",
  locked: "We stop here for now",
  locked_lead: "It did not match a few times. We stop here to keep what is yours safe. You have done nothing wrong.",
  locked_next: "This is what you can do now:",
  over: "This check is over",
  over_lead: "You do not need to do anything.",
};

const de: CheckWords = {
  asked: (name) => `${name || "Ihre Hilfe"} möchte prüfen, ob Sie es sind`,
  "acted-for": "Zuerst: Kennen wir die Person, der Sie helfen?",
  representative: "Und jetzt: Sind Sie es?",
  acting_note: {
    "acted-for": "In dieser ersten Prüfung meinen „Sie“ und „mein“ die Person, der Sie helfen.",
    representative: "In dieser Prüfung geht es um Sie, nicht um die Person, der Sie helfen.",
  },
  card: "Bitte zeigen Sie, dass Sie es sind",
  open: "Zeigen, dass ich es bin",
  open_other: "Die Person prüfen, der ich helfe",
  private: (name) =>
    `${name || "Ihre Hilfe"} sieht nicht, was Sie eingeben. Nur, ob es geklappt hat. Wir speichern es nicht.`,
  why: "Wir fragen, damit niemand anders Ihre Sachen sehen oder ändern kann.",
  back: "Zurück zum Chat",
  choose: "Wie möchten Sie es machen?",
  other: "Einen anderen Weg wählen",
  rather_not: "Lieber nicht",
  rather_not_title: "Sie müssen das hier nicht tun",
  rather_not_lead: "So können wir Ihnen anders helfen:",
  rather_not_yes: "Mich hier nicht prüfen",
  on_with_it: "Nein, weiter mit der Prüfung",
  other_way: "Fragen Sie Ihre Hilfe. Es gibt einen anderen Weg.",
  for_other: "Ich helfe jemand anderem",
  for_other_says: "Ich helfe hier jemand anderem.",
  account: "Ihre Kundennummer",
  sending: "Wird gesendet…",
  optional: "Sie können das leer lassen.",
  continue: "Weiter",
  check: "Prüfen",
  checking: "Wird geprüft…",
  methods: {
    signed: { name: "Ich bin auf dieser Seite angemeldet", more: "Sie müssen nichts eingeben" },
    email: { name: "Einen Code per E-Mail", more: "An eine Adresse, die wir kennen" },
    sms: { name: "Einen Code per SMS", more: "An eine Nummer, die wir kennen" },
    code: { name: "Einen Code schicken", more: "Per E-Mail oder SMS" },
    questions: { name: "Einige Fragen beantworten", more: "Zu Dingen, die in unseren Briefen stehen" },
    totp: { name: "Meine Code-App nutzen", more: "Die App zeigt alle 30 Sekunden einen neuen Code" },
  },
  send_to: "Wohin sollen wir den Code schicken?",
  to: (to) => `An ${to}`,
  sent: "Wenn wir Sie kennen, ist ein Code unterwegs. Das kann eine Minute dauern. Der Code gilt 5 Minuten.",
  sent_to: (to) => `Wir haben einen Code an ${to} geschickt. Das kann eine Minute dauern. Der Code gilt 5 Minuten.`,
  code: "Ihr Code",
  code_hint: "6 Ziffern. Sie können ihn einfügen.",
  fresh: "Neuen Code schicken",
  fresh_wait: (seconds) => `Einen neuen Code gibt es in ${seconds} s`,
  fresh_sent: "Ein neuer Code ist unterwegs. Der alte gilt nicht mehr.",
  totp_lead: "Öffnen Sie Ihre Code-App. Geben Sie die 6 Ziffern ein, die sie für uns zeigt.",
  questions_lead: "Sie dürfen nachsehen, zum Beispiel in Ihren Briefen.",
  questions_some: (needed) => (needed === 1 ? "Beantworten Sie eine Frage:" : `Beantworten Sie ${needed} Fragen:`),
  site_waiting: "Wir fragen diese Seite…",
  site_silent: "Diese Seite hat nicht geantwortet. Bitte wählen Sie einen anderen Weg.",
  site_lost: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.",
  missing: "Bitte füllen Sie das aus.",
  wrong: "Das passt nicht zu dem, was wir haben. Das kann jedem passieren.",
  unavailable: "Wir konnten es gerade nicht prüfen. Das liegt nicht an Ihnen. Bitte versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.",
  lost: "Wir konnten das nicht senden. Nichts wurde gespeichert. Bitte geben Sie es noch einmal ein.",
  left: (left) => (left === 1 ? "Sie können es noch 1-mal versuchen." : `Sie können es noch ${left}-mal versuchen.`),
  passed: "Danke, es hat geklappt",
  passed_lead: (name) => `${name || "Ihre Hilfe"} kann jetzt mit Ihnen weitermachen.`,
  passed_next: "Es kommt noch eine Prüfung. Dann geht es weiter.",
  locked: "Wir hören hier erst einmal auf",
  locked_lead:
    "Es hat mehrmals nicht gepasst. Wir hören auf, damit Ihre Sachen sicher bleiben. Sie haben nichts falsch gemacht.",
  locked_next: "Das können Sie jetzt tun:",
  over: "Diese Prüfung ist vorbei",
  over_lead: "Sie müssen nichts tun.",
};

/** The words in a language; in English where there are none. */
export const checkWords = (language: string): CheckWords => (language === "de" ? de : en);
