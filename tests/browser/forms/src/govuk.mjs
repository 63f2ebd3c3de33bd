/** govuk-frontend ships each component's examples as rendered HTML: one page of them, and all of them one by one. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const COMPONENTS = ["input", "textarea", "character-count", "date-input", "radios", "checkboxes", "select", "file-upload", "password-input"];

async function fixturesOf(packages, component) {
  const path = join(packages, "govuk-frontend/dist/govuk/components", component, "fixtures.json");
  return JSON.parse(await readFile(path, "utf8")).fixtures.filter(({ html }) => /<(input|select|textarea)/.test(html));
}

/** Every example of every field component: `{component, name, html}`. */
export async function govukFixtures(packages) {
  const all = await Promise.all(COMPONENTS.map(async (component) =>
    (await fixturesOf(packages, component)).map(({ name, html }) => ({ component, name, html }))));
  return all.flat();
}

/** One page with as many examples as can stand together without sharing an id or a name. */
export async function govukPage(packages) {
  const used = new Set();
  const chosen = (await govukFixtures(packages)).filter(({ html }) => {
    const own = [...html.matchAll(/\b(?:id|name)="([^"]+)"/g)].map(([, value]) => value);
    if (own.some((value) => used.has(value)) || /<h1/.test(html)) return false;
    own.forEach((value) => used.add(value));
    return true;
  });
  return `<div class="govuk-width-container"><main class="govuk-main-wrapper"><h1 class="govuk-heading-l">Apply for a licence</h1>
<form novalidate>${chosen.map(({ html }) => html).join("\n")}<button class="govuk-button">Continue</button></form></main></div>
<script>document.body.className += " js-enabled govuk-frontend-supported";</script>
<script type="module">import { initAll } from "./govuk.js"; initAll();</script>`;
}
