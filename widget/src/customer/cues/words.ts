/**
 * What an offer of help says, in the widget's languages. Of its own, for the panel's words are not loaded yet.
 *
 * Short and plain, for a reader of nine to eleven years; says why we ask, and blames nobody.
 */
import type { OfferReason } from "./offering";

export interface OfferWords {
  readonly label: string;
  readonly title: string;
  readonly stuck: string;
  readonly fault: string;
  readonly yes: string;
  readonly no: string;
  /** For those who hear it: where to answer. */
  readonly where: string;
  /** What goes wrong, in the customer's words: chosen beforehand when they ask for help. */
  readonly choices: Readonly<Record<OfferReason, string>>;
}

const en: OfferWords = {
  label: "Offer of help",
  title: "Would you like some help?",
  stuck: "Some parts of this form are hard. A helper is free now and can chat with you.",
  fault: "Something on this page does not work. That is not your fault. A helper is free now.",
  yes: "Yes, please",
  no: "No, thanks",
  where: "The answers are at the end of the page.",
  choices: {
    repeated_error: "I get the same error again",
    returns: "I am not sure about a question",
    refused_submits: "I cannot go on",
    idle_after_error: "I do not understand an error",
    rage_clicks: "A button does not work",
    step_loops: "I do not know where to go",
    fault: "The page does not work",
  },
};

const de: OfferWords = {
  label: "Angebot von Hilfe",
  title: "Möchten Sie Hilfe?",
  stuck: "Manches in diesem Formular ist schwierig. Gerade ist jemand frei und kann mit Ihnen schreiben.",
  fault: "Auf dieser Seite geht etwas nicht. Das liegt nicht an Ihnen. Gerade ist jemand frei und hilft.",
  yes: "Ja, bitte",
  no: "Nein, danke",
  where: "Die Antworten stehen am Ende der Seite.",
  choices: {
    repeated_error: "Der gleiche Fehler kommt wieder",
    returns: "Ich bin bei einer Frage unsicher",
    refused_submits: "Ich komme nicht weiter",
    idle_after_error: "Ich verstehe einen Fehler nicht",
    rage_clicks: "Ein Knopf geht nicht",
    step_loops: "Ich weiß nicht, wo es weitergeht",
    fault: "Die Seite geht nicht",
  },
};

export const wordsOf = (language: string): OfferWords => (language === "de" ? de : en);
