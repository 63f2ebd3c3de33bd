/** What the tutorial says around the playbook's own words, in every language: fetched with it. */
const en = {
  fetching: "Fetching the steps…",
  lead: "We show you one question after the other. You fill in the form yourself, on the page.",
  local: "This happens on your device only. Nothing about the form is sent to us, and nobody sees it. So we do not have to ask you first.",
  start: "Start",
  leave: "Leave the steps",
  progress: (at: number, of: number) => `Question ${at} of ${of}`,
  why: "Why do we ask?",
  look: (name: string) => `Look for “${name}” on the page.`,
  other_page: "This question is on another page of the form.",
  where: "Show me where",
  here: (name: string) => `Here: ${name}`,
  complete: "All is filled in here. Read it through once. Then press the button on the page to go on.",
  also: "Please look at this again:",
  check: "Something in this answer is not right yet. Please read it once more.",
  page: (error: string) => `The page says: “${error}” Please look at your answer once more.`,
  stuck: "I am stuck",
  stuck_more: "I am still stuck",
  stuck_end: "A person can help you with this.",
  back: "Back",
  skip: "Skip for now",
  next: "Next",
  ask: "Ask a person",
  kept: "You do not have to start over.",
  foot: "Only on your device. Nothing of this is sent.",
  difficulty: (title: string) => `I followed the steps and came to: ${title}.`,
};

export type TutorialWords = typeof en;

const de: TutorialWords = {
  fetching: "Die Schritte werden geladen …",
  lead: "Wir zeigen Ihnen eine Frage nach der anderen. Sie füllen das Formular selbst aus, auf der Seite.",
  local: "Das geschieht nur auf Ihrem Gerät. Nichts vom Formular wird an uns gesendet, und niemand sieht es. Darum müssen wir Sie nicht erst fragen.",
  start: "Los geht es",
  leave: "Schritte verlassen",
  progress: (at, of) => `Frage ${at} von ${of}`,
  why: "Warum fragen wir das?",
  look: (name) => `Suchen Sie „${name}“ auf der Seite.`,
  other_page: "Diese Frage steht auf einer anderen Seite des Formulars.",
  where: "Zeigen, wo",
  here: (name) => `Hier: ${name}`,
  complete: "Hier ist alles ausgefüllt. Lesen Sie es einmal durch. Drücken Sie dann auf der Seite den Knopf zum Weitergehen.",
  also: "Bitte sehen Sie hier noch einmal nach:",
  check: "An dieser Antwort stimmt noch etwas nicht. Bitte lesen Sie sie noch einmal.",
  page: (error) => `Die Seite sagt: „${error}“ Bitte sehen Sie Ihre Antwort noch einmal an.`,
  stuck: "Ich komme nicht weiter",
  stuck_more: "Ich komme noch nicht weiter",
  stuck_end: "Ein Mensch kann Ihnen dabei helfen.",
  back: "Zurück",
  skip: "Vorerst auslassen",
  next: "Weiter",
  ask: "Einen Menschen fragen",
  kept: "Sie müssen nicht von vorn anfangen.",
  foot: "Nur auf Ihrem Gerät. Nichts davon wird gesendet.",
  difficulty: (title) => `Ich bin den Schritten gefolgt, bis: ${title}.`,
};

export function tutorialWords(language: string): TutorialWords {
  return language === "de" ? de : en;
}
