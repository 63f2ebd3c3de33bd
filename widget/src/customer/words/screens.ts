/**
 * What the screens say that not everybody sees, in every language: fetched with them, so that the panel stays small.
 *
 * As short and plain as the words in en.ts.
 */
const minutes = (count: number): string => (count === 1 ? "1 minute" : `${count} minutes`);
const minuten = (count: number): string => (count === 1 ? "1 Minute" : `${count} Minuten`);

/** What the lowest and the highest number of a scale mean. */
export type Ends = readonly [lowest: string, highest: string];

const en = {
  code: {
    title: "Read out this code",
    lead: "Tell these six digits to the person who helps you.",
    label: (digits: string) => `Your code: ${[...digits].map((digit, at) => (at === 3 ? `, ${digit}` : ` ${digit}`)).join("").trim()}`,
    valid: (left: number) => `You can use it for ${minutes(left)}.`,
    soon_over: "It can be used for less than a minute.",
    over: "This code is too old now.",
    fresh: "Get a new code",
    getting: "Getting your code…",
    leave: "I do not need the code",
  },
  consent: {
    asked: (name: string) => `${name} asks to see where you are`,
    offered: "Let your helper see where you are",
    sees: "They will see",
    sees_list: [
      "the steps and questions of this form",
      "which ones are empty, filled in or have an error",
      "which question you are at",
      "a hint such as “a digit is missing”, never the answer",
      "signs that you are stuck, and how often this page fails",
    ],
    never: "They never see",
    never_list: ["what you type or choose", "your passwords or files", "other pages, windows or apps"],
    not_touch: "They cannot click or type for you. You can stop at any time.",
    others: "Someone who works with your helper may look too. They make sure that you get good help. We show you how many people can see.",
    preview: "This is exactly what they would see now",
    reading: "Looking at the form…",
    unreadable: "We cannot show you what they would see. So please do not share on this page.",
    yes: "Share my steps",
    no: "No, just chat",
  },
  company: {
    chat: (people: number) => `${people} people can see this chat.`,
    steps: (people: number) => `${people} people can see your steps.`,
  },
  goodbye: {
    title: "This chat has ended",
    left: "You have left the queue",
    gone: "This chat was closed because the connection was away for a long time.",
    solved: "Did this solve it?",
    yes: "Yes",
    partly: "Partly",
    no: "No",
    rating: "How was the help?",
    stars: (stars: number) => (stars === 1 ? "1 star" : `${stars} stars`),
    ease: "How easy was it to get help?",
    ease_ends: ["very hard", "very easy"] as Ends,
    recommend: "Would you tell a friend to get help here?",
    recommend_ends: ["no, not at all", "yes, for sure"] as Ends,
    comment: "Do you want to tell us more?",
    comment_hint: "You can leave this empty.",
    send: "Send",
    thanks: "Thank you. This helps us.",
    again: "Start again",
  },
  copy: {
    language: "en",
    title: "Keep a copy",
    lead: "What was said, and what you said yes to.",
    download: "Download",
    file_name: "my-chat.html",
    mail: "Or get it by e-mail",
    mail_why: "We use your address once. We do not keep it.",
    mail_send: "Send it",
    asking: "One moment…",
    saved: "Your copy is with your downloads.",
    sent: "Sent. It may take a few minutes.",
    too_many: "You have had this a few times now. Please wait a while.",
    bad_address: "Please check the e-mail address. It looks like name@example.org.",
    gone: "This chat is not here any more.",
    failed: "That did not work. Please try again.",
  },
};

export type ScreenWords = typeof en;

const de: ScreenWords = {
  code: {
    title: "Lesen Sie diesen Code vor",
    lead: "Sagen Sie der Person, die Ihnen hilft, diese sechs Ziffern.",
    label: (digits) => `Ihr Code: ${[...digits.slice(0, 3)].join(" ")}, ${[...digits.slice(3)].join(" ")}`,
    valid: (left) => `Er gilt noch ${minuten(left)}.`,
    soon_over: "Er gilt noch weniger als eine Minute.",
    over: "Dieser Code ist zu alt.",
    fresh: "Neuen Code holen",
    getting: "Wir holen Ihren Code …",
    leave: "Ich brauche keinen Code",
  },
  consent: {
    asked: (name) => `${name} möchte sehen, wo Sie sind`,
    offered: "Zeigen, wo Sie gerade sind",
    sees: "Zu sehen ist",
    sees_list: [
      "die Schritte und Fragen dieses Formulars",
      "welche leer sind, ausgefüllt sind oder einen Fehler haben",
      "bei welcher Frage Sie sind",
      "ein Hinweis wie „eine Ziffer fehlt“, nie die Antwort",
      "Zeichen, dass Sie nicht weiterkommen, und wie oft diese Seite versagt",
    ],
    never: "Nie zu sehen ist",
    never_list: ["was Sie schreiben oder auswählen", "Passwörter und Dateien", "andere Seiten, Fenster und Programme"],
    not_touch: "Niemand kann für Sie klicken oder schreiben. Sie können jederzeit aufhören.",
    others: "Wer mit Ihrem Helfer arbeitet, darf auch zusehen und achtet darauf, dass die Hilfe gut ist. Wir zeigen Ihnen, wie viele es sehen.",
    preview: "Genau das wäre jetzt zu sehen",
    reading: "Wir sehen uns das Formular an …",
    unreadable: "Wir können Ihnen nicht zeigen, was zu sehen wäre. Teilen Sie diese Seite bitte nicht.",
    yes: "Schritte teilen",
    no: "Nein, nur schreiben",
  },
  company: {
    chat: (people) => `${people} Personen können diesen Chat sehen.`,
    steps: (people) => `${people} Personen können Ihre Schritte sehen.`,
  },
  goodbye: {
    title: "Der Chat ist zu Ende",
    left: "Sie warten nicht mehr",
    gone: "Der Chat wurde geschlossen, weil die Verbindung lange weg war.",
    solved: "Hat das geholfen?",
    yes: "Ja",
    partly: "Etwas",
    no: "Nein",
    rating: "Wie war die Hilfe?",
    stars: (stars) => (stars === 1 ? "1 Stern" : `${stars} Sterne`),
    ease: "Wie leicht war es, Hilfe zu bekommen?",
    ease_ends: ["sehr schwer", "sehr leicht"],
    recommend: "Würden Sie Freunden sagen, dass es hier Hilfe gibt?",
    recommend_ends: ["nein, gar nicht", "ja, sicher"],
    comment: "Möchten Sie noch etwas sagen?",
    comment_hint: "Sie können das leer lassen.",
    send: "Senden",
    thanks: "Danke. Das hilft uns.",
    again: "Neu beginnen",
  },
  copy: {
    language: "de",
    title: "Eine Kopie behalten",
    lead: "Was gesagt wurde und wozu Sie Ja gesagt haben.",
    download: "Herunterladen",
    file_name: "mein-chat.html",
    mail: "Oder per E-Mail bekommen",
    mail_why: "Wir nutzen Ihre Adresse einmal. Wir heben sie nicht auf.",
    mail_send: "Abschicken",
    asking: "Einen Moment …",
    saved: "Die Kopie ist bei Ihren Downloads.",
    sent: "Gesendet. Es kann ein paar Minuten dauern.",
    too_many: "Das haben Sie schon ein paar Mal bekommen. Bitte warten Sie etwas.",
    bad_address: "Bitte sehen Sie die E-Mail-Adresse noch einmal an. Sie sieht aus wie name@example.org.",
    gone: "Dieser Chat ist nicht mehr da.",
    failed: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
  },
};

/** The words in a language; in English where there are none. */
export const screenWords = (language: string): ScreenWords => (language === "de" ? de : en);
