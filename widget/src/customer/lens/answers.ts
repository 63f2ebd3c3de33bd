/**
 * What is in a field, for the playbook's rules to look at: text, files, or the three parts of a date.
 *
 * It is looked at and forgotten. Of what is ticked, switched or moved nothing is read: its verdict would be the value.
 */

import type { FieldKind } from "../../shared/protocol.gen";
import type { Value } from "./expect";
import type { Found } from "./fields";

const UNREAD: ReadonlySet<FieldKind> = new Set(["checkbox", "switch", "radio", "slider", "color"]);

/** The answer in a field; null when rules cannot look at it. */
export function answerIn(field: Found): Value | null {
  if (field.private || UNREAD.has(field.kind)) return null;
  const { files } = field.control as HTMLInputElement;
  if (files) return { files: [...files].map(({ name, size }) => ({ name, bytes: size })) };
  const text = textIn(field);
  return text === null ? null : { text };
}

function textIn({ control, element }: Found): string | null {
  if (control.localName === "select") return chosenIn(control as HTMLSelectElement);
  if (control.matches("[type='month' i], [type='week' i]")) return null;
  const { value = (element as HTMLInputElement).value } = control as HTMLInputElement;
  if (control.matches("[type='datetime-local' i]")) return value.slice(0, 10);
  if (typeof value === "string" || typeof value === "number") return String(value);
  return control.isContentEditable ? control.textContent : null;
}

/** What a person reads of the choice. An option without a value invites to choose. */
function chosenIn({ multiple, value, selectedOptions }: HTMLSelectElement): string | null {
  return multiple ? null : value && (selectedOptions[0]?.text ?? "");
}

// --- dates in three inputs -------------------------------------------------------------------------------

/** What the parts are called: in words, or in their `autocomplete` and `name` attributes. */
const PARTS = ["dd?|day|tag", "mm?|month|monat", "y|yyyy|year|jahr"].map(
  (names) => new RegExp(`(^|[^a-z])(${names})([^a-z]|$)`, "i"),
);

/** The fields of one question as a date; null if they are not its three parts. */
export function dateIn(fields: readonly { readonly found: Found; readonly name: string }[]): Value | null {
  const called = fields.map(({ found: { control }, name }) =>
    [control.getAttribute("autocomplete"), name, control.getAttribute("name")].join(" "),
  );
  const parts = PARTS.map((part) => fields[called.findIndex((words) => part.test(words))]?.found);
  if (fields.length !== 3 || new Set(parts).size !== 3) return null;
  const [day, month, year] = parts.map((found) => found && partIn(found));
  return day == null || month == null || year == null ? null : { date: { day, month, year } };
}

/** Of a list the number, where it has one: the month's name may be in any language. */
function partIn(field: Found): string | null {
  const { localName, value } = field.control as HTMLSelectElement;
  if (UNREAD.has(field.kind)) return null;
  return localName === "select" && /^\d+$/.test(value) ? value : textIn(field);
}
