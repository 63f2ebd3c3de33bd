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

document.querySelectorAll("[data-reveals]").forEach(reveal);
document.querySelector("[data-finds-homes]")?.addEventListener("click", findHomes);
document.querySelector("[data-takes-focus]")?.focus();
