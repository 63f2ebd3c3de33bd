"""A page with a secret in every place where a value can stand; it repeats what is typed wherever it can."""

from pathlib import Path

from planting import Plants
from playwright.async_api import Page, Route

PATH = "/planted"

PUBLIC = "Favourite colour of the bicycle"
"""The name of a field: it has to be found where the secrets must not be."""


def page_html(plants: Plants, widget: str) -> str:
    """The page, with new secrets in it. `widget` is the address of widget.js."""
    word, code, number = plants.word, plants.code, plants.number
    prefilled = word("value attribute")
    chosen = word("chosen option")
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Planted form</title>
<meta name="description" content="{word("meta")}">
<style>#styled::after {{ content: "{word("style sheet")}" }} .error {{ color: #a00 }}</style>
<script src="{widget}" data-site="parking" referrerpolicy="origin" defer></script></head>
<body data-user="{word("data- of the body")}">
<!-- {word("comment")} -->
<h1 id="heading">Planted form</h1>
<p>Welcome back, {prefilled}</p>
<nav><ol><li id="crumb" aria-current="step">Everything</li></ol></nav>
<form id="form" action="{PATH}?{word("action")}" novalidate>
 <fieldset><legend id="legend">All about you</legend>
  <label for="typed">{PUBLIC}</label> <input id="typed" aria-describedby="typed-error">
  <p class="error" id="typed-error" role="alert"></p>
  <label>Prefilled <input id="prefilled" value="{prefilled}" aria-label="Prefilled {prefilled}"></label>
  <label>Cleared <input id="cleared" value="{word("cleared value attribute")}"></label>
  <label>Hinted <input placeholder="{word("placeholder")}" title="{word("title")}"></label>
  <input id="nameless" placeholder="{word("placeholder as the only name")}">
  <input title="{word("title as the only name")}" name="{word("name attribute")}">
  <label>Password <input type="password" id="password"></label>
  <label>E-mail <input type="email" id="email"></label>
  <label>Phone <input type="tel" id="phone"></label>
  <label>Date <input type="date" id="date" value="{number("date", "19##-11-2#")}"
   data-was="{code("data-")}"></label>
  <label>Range <input type="range" min="0" max="99" value="7"
   aria-valuetext="{word("aria-valuetext")}"></label>
  <label>Notes <textarea id="notes">{word("textarea")}</textarea></label>
  <div><span id="rich-name">Rich text</span>
   <div id="rich" contenteditable role="textbox" aria-labelledby="rich-name"
    >{word("contenteditable")}</div></div>
  <label>Choice <select id="choice">
   <option value="{code("option value")}">{word("option label")}</option>
   <option selected value="{code("chosen option value")}">{chosen}</option></select></label>
  <p>You chose {chosen} before</p>
  <label>Search <input id="search" list="list"></label>
  <datalist id="list"><option value="{word("datalist value")}">{word("datalist label")}</option></datalist>
  <fieldset><legend>Pick one</legend>
   <label><input type="radio" name="one" id="radio" value="{code("radio value")}"> First</label>
   <label><input type="radio" name="one" value="{code("other radio value")}"> Second</label></fieldset>
  <label><input type="checkbox" id="box" value="{code("checkbox value")}"> Agree</label>
  <label>Document <input type="file" id="file"></label>
  <input type="hidden" name="csrf" value="{code("hidden input")}">
  <label>Private <input id="private" data-alongside-private value="{word("private value")}"></label>
  <label>Total <output id="output">{code("output")}</output></label>
  <div role="combobox" tabindex="0" aria-label="Hand-made list" aria-expanded="false"
   >{word("hand-made list")}</div>
  <div role="spinbutton" tabindex="0" aria-label="Counter"
   aria-valuenow="{number("aria-valuenow", "########")}"></div>
  <planted-field id="custom" data-secret="{word("custom element's attribute")}"></planted-field>
  <iframe title="Part of the form" src="{PATH}-frame?{word("frame address")}"></iframe>
  <input type="image" alt="{word("alt of an image button")}" src="data:,">
  <img alt="{word("alt")}" src="data:,">
  <button formaction="{PATH}?{word("formaction")}" value="{code("button value")}">Send it</button>
 </fieldset>
</form>
<p id="toast" role="status"></p>
<script>
 localStorage.kept = "{word("localStorage")}";
 sessionStorage.kept = "{word("sessionStorage of the site")}";
 document.cookie = "kept={word("cookie")}; path={PATH}";
 window.answers = {{ name: "{word("global variable")}" }};
 customElements.define("planted-field", class extends HTMLElement {{
  connectedCallback() {{
   this.attachShadow({{mode: "open"}}).innerHTML =
    '<label>Inside a component <input value="{word("value in a shadow root")}"></label>';
  }}
 }});
 const at = (id) => document.getElementById(id);
 const say = (value) => {{
  at("typed-error").textContent = `“${{value}}” is not a colour. Did you mean ${{value.toLowerCase()}}?`;
  at("typed").setAttribute("aria-invalid", String(value !== ""));
  at("typed").setAttribute("aria-label", `{PUBLIC} ${{value}}`);
  document.title = `Hello ${{value}} – Planted form`;
  at("heading").textContent = `Planted form of ${{value}}`;
  at("legend").textContent = `All about ${{value}}`;
  at("crumb").textContent = `Everything on ${{value.toUpperCase()}}`;
  at("toast").textContent = `Saved ${{value}}`;
  at("output").textContent = value;
 }};
 at("typed").addEventListener("input", () => say(at("typed").value));
 at("phone").addEventListener("input", () => {{
  const error = at("typed-error"), digits = at("phone").value.replace(/\\D/g, "");
  at("phone").setCustomValidity(`${{digits}} is not a phone number`);
  error.textContent = `We cannot call ${{digits}}`;
 }});
</script></body></html>"""


def frame_html(plants: Plants) -> str:
    return f"""<!doctype html><title>{plants.word("title of the frame")}</title>
<form><label for="inner">In the frame</label>
<input id="inner" value="{plants.word("value in the frame")}"></form>"""


class PlantedPage:
    """The page on the site's own origin, and a person who fills it in."""

    def __init__(self, page: Page, site_url: str, plants: Plants) -> None:
        self.page = page
        self._plants = plants
        query, fragment = plants.word("query"), plants.word("fragment")
        self.url = f"{site_url}{PATH}?token={query}#{fragment}"

    async def serve(self, widget: str) -> None:
        """Every load brings the same page with the same secrets."""
        documents = {PATH: page_html(self._plants, widget), f"{PATH}-frame": frame_html(self._plants)}

        async def answer(route: Route) -> None:
            path = route.request.url.split("?")[0].rsplit("/", 1)[-1]
            await route.fulfill(body=documents[f"/{path}"], content_type="text/html")

        await self.page.route(f"**{PATH}**", answer)

    async def fill(self, when: str, folder: Path) -> None:
        """Type, choose, upload and clear, with secrets of this moment; the page repeats some at once."""
        plants, page = self._plants, self.page
        await page.locator("#cleared").fill("")
        await page.locator("#typed").press_sequentially(plants.word(f"typed, {when}"))
        await page.locator("#nameless").press_sequentially(plants.word(f"typed without a name, {when}"))
        await page.locator("#password").press_sequentially(plants.code(f"password, {when}"))
        await page.locator("#email").press_sequentially(plants.email(f"e-mail, {when}"))
        await page.locator("#phone").press_sequentially(plants.number(f"phone, {when}", "07### ######"))
        await page.locator("#notes").fill(plants.word(f"notes, {when}") + plants.card(f"card in notes, {when}"))
        await page.locator("#rich").press_sequentially(plants.word(f"rich text, {when}"))
        await page.locator("#search").press_sequentially(plants.word(f"search, {when}"))
        await page.locator("#private").fill(plants.word(f"private, {when}"))
        await page.locator("#custom").get_by_role("textbox").fill(plants.word(f"shadow root, {when}"))
        await page.frame_locator("iframe").locator("#inner").fill(plants.word(f"frame, {when}"))
        await page.locator("#choice").select_option(index=0)
        await page.locator("#radio").check()
        await page.locator("#box").check()
        upload = folder / f"{plants.word(f'file name, {when}')}.pdf"
        upload.write_text(plants.word(f"file, {when}"))
        await page.locator("#file").set_input_files(upload)
        await page.locator("#typed").blur()
