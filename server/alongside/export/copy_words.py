"""What a customer's copy says, in every language that customers have. As short and plain as the panel's own words."""

from collections.abc import Callable

from msgspec import Struct


class Words(Struct, frozen=True, kw_only=True):
    """The words of one language."""

    title: Callable[[str], str]
    lead: Callable[[str, str], str]
    said_heading: str
    nothing_said: str
    you: str
    joined: str
    pointed: Callable[[str], str]
    agreed_heading: str
    nothing_agreed: str
    consent: Callable[[str, str, str, str], str]
    """By the kind of the event, the day, the time, and the version of the words that they read."""
    see_intro: str
    sees: tuple[str, ...]
    """In the order in which they came into the consent's words: see `seen_under`."""
    others: str
    never: str
    why: str
    rights_heading: str
    kept_until: Callable[[str], str]
    erase: Callable[[str, str], str]
    notice: Callable[[str], str]
    service: str
    purpose: str
    mail_subject: Callable[[str], str]
    mail_end: str


_EN_DID = {
    "ConsentGiven": "you said yes to sharing your steps",
    "ConsentDeclined": "you said no to sharing your steps",
    "ConsentWithdrawn": "you stopped sharing",
}
_DE_DID = {
    "ConsentGiven": "haben Sie zugestimmt, Ihre Schritte zu teilen",
    "ConsentDeclined": "haben Sie Ihre Schritte nicht geteilt",
    "ConsentWithdrawn": "haben Sie mit dem Teilen aufgehört",
}


def _wording(words: str, wording: str) -> str:
    return f" ({words} {wording})" if wording else ""


_EN = Words(
    title=lambda site: f"Your chat with {site}",
    lead=lambda day, number: f"From {day}. Number: {number}. Times are in UTC.",
    said_heading="What was said",
    nothing_said="Nothing was said.",
    you="You",
    joined="came to help you",
    pointed=lambda words: f"pointed at your form: {words}",
    agreed_heading="What you agreed to",
    nothing_agreed="You did not share your steps. Nobody saw your form.",
    consent=lambda kind, day, time, wording: f"{day}, {time}: {_EN_DID[kind]}{_wording('words', wording)}.",
    see_intro="While you shared, your helper could see:",
    sees=(
        "the steps and questions of the form",
        "which ones were empty, filled in or had an error",
        "which question you were at",
        "a hint such as “a digit is missing”",
        "signs that you were stuck, and how often the page failed",
    ),
    others="Someone who works with your helper could look too.",
    never="They never saw what you typed or chose.",
    why="We asked so that your helper could show you the way. You could stop at any time.",
    rights_heading="How long we keep it",
    kept_until=lambda day: f"We delete this chat by {day}.",
    erase=lambda contact, number: f"You can have it deleted sooner. Ask {contact} and give this number: {number}.",
    notice=lambda address: f"How we look after your data: {address}",
    service="Help with an online form",
    purpose="To help you with the form",
    mail_subject=lambda site: f"Your chat with {site}",
    mail_end="You asked for this copy in the help window. We did not keep your e-mail address.",
)
_DE = Words(
    title=lambda site: f"Ihr Chat mit {site}",
    lead=lambda day, number: f"Vom {day}. Nummer: {number}. Zeiten in UTC.",
    said_heading="Was gesagt wurde",
    nothing_said="Es wurde nichts gesagt.",
    you="Sie",
    joined="ist gekommen, um Ihnen zu helfen",
    pointed=lambda words: f"hat auf Ihr Formular gezeigt: {words}",
    agreed_heading="Wozu Sie Ja gesagt haben",
    nothing_agreed="Sie haben Ihre Schritte nicht geteilt. Niemand hat Ihr Formular gesehen.",
    consent=lambda kind, day, time, wording: f"Am {day}, {time}, {_DE_DID[kind]}{_wording('Text', wording)}.",
    see_intro="Während Sie geteilt haben, war zu sehen:",
    sees=(
        "die Schritte und Fragen des Formulars",
        "welche leer oder ausgefüllt waren oder einen Fehler hatten",
        "bei welcher Frage Sie waren",
        "ein Hinweis wie „eine Ziffer fehlt“",
        "Zeichen, dass Sie nicht weiterkamen, und wie oft die Seite versagt hat",
    ),
    others="Wer mit Ihrem Helfer arbeitet, konnte auch zusehen.",
    never="Nie zu sehen war, was Sie geschrieben oder ausgewählt haben.",
    why="Wir haben gefragt, damit wir Ihnen den Weg zeigen können. Sie konnten jederzeit aufhören.",
    rights_heading="Wie lange wir das aufheben",
    kept_until=lambda day: f"Wir löschen diesen Chat bis zum {day}.",
    erase=lambda contact, number: f"Sie können ihn früher löschen lassen: bei {contact}, mit der Nummer {number}.",
    notice=lambda address: f"So gehen wir mit Ihren Daten um: {address}",
    service="Hilfe mit einem Formular",
    purpose="Um Ihnen mit dem Formular zu helfen",
    mail_subject=lambda site: f"Ihr Chat mit {site}",
    mail_end="Sie haben diese Kopie im Hilfefenster angefordert. Ihre E-Mail-Adresse haben wir nicht aufgehoben.",
)


def words_of(language: str) -> Words:
    """The words in a language; in English where there are none."""
    return _DE if language.split("-")[0].lower() == "de" else _EN
