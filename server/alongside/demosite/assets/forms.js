// What the council's pages do with script; each works without it. No framework, as on most such sites.

/** A part of the form that only matters with one choice: shown with it, hidden otherwise. */
function reveal(input) {
  const part = document.getElementById(input.dataset.reveals);
  const show = () => { part.hidden = !input.checked; };
  for (const peer of document.getElementsByName(input.name)) peer.addEventListener("change", show);
  show();
}

/** The homes at a postcode, asked for without leaving the page. */
async function findHomes(event) {
  const postcode = document.getElementById("postcode").value;
  const list = document.querySelector("[data-homes]");
  const found = document.querySelector("[data-homes-found]");
  event.preventDefault();
  const answer = await fetch(`/addresses?postcode=${encodeURIComponent(postcode)}`);
  const homes = await answer.json();
  list.querySelector("select").replaceChildren(
    new Option("Choose your address", ""), ...homes.map((home) => new Option(home)));
  list.hidden = homes.length === 0;
  found.textContent = homes.length === 0 ? "No homes found. Check the postcode, or type in the address." : `${homes.length} homes found`;
}

/** A button that shows what is typed into a password field, and hides it again. */
function showing(button) {
  const input = document.getElementById(button.dataset.shows);
  const word = button.firstChild;
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    word.data = shown ? "Hide" : "Show";
  });
}

document.querySelectorAll("[data-reveals]").forEach(reveal);
document.querySelectorAll("[data-shows]").forEach(showing);
document.querySelector("[data-finds-homes]")?.addEventListener("click", findHomes);
document.querySelector("[data-takes-focus]")?.focus();
