/**
 * Numbers that can be told wrong by themselves: by their check digits, or by how they are built.
 *
 * Each takes a value in capitals without spaces and dashes and gives its verdict, or "" for a number that may be
 * right. Must not know playbooks. The twin of `alongside.playbook.checksums`.
 */

import { iban as ibanAgrees, luhn as luhnAgrees, nhs as nhsAgrees } from "../../shared/redact";
import { difference } from "./counting";

export const CHECKSUMS = { luhn, iban, "nhs-number": nhsNumber, "vehicle-registration": vehicleRegistration };

function luhn(number: string): string {
  if (!/^\d+$/.test(number)) return "not-only-digits";
  return luhnAgrees(number) ? "" : "check-digit-wrong";
}

function nhsNumber(number: string): string {
  if (!/^\d+$/.test(number)) return "not-only-digits";
  return difference(number.length, 10, "digit") || (nhsAgrees(number) ? "" : "check-digit-wrong");
}

/** How long IBANs are, and the countries that have them so long. */
const IBAN_LENGTHS =
  "15NO16BE18DKFIFKFOGLNLSD19MKSI20ATBAEEKZLTLUMNXK21CHHRLILV22BGBHCRDEGBGEIEMERSVA23AEGIILIQOMSOTL24ADCZESM" +
  "DPKROSASESKTNVG25LYPTST26ISTR27BIDJFRGRITMCMRSM28ALAZBYCYDOGTHNHULBNIPLSV29BREGPSQAUA30JOKWMUYE31MTSC32LC" +
  "33RU";

/** Country, characters, length, check digits. What a country asks of the rest is left to the bank. */
function iban(number: string): string {
  const country = /^[A-Z]{2}/.exec(number)?.[0] ?? "--";
  const length = new RegExp(`(\\d\\d)(?:[A-Z]{2})*${country}`).exec(IBAN_LENGTHS)?.[1];
  if (length === undefined) return "wrong-country";
  if (!/^[A-Z\d]+$/.test(number)) return "wrong-characters";
  const odd = difference(number.length, Number(length), "character");
  return odd || (/^..\d\d/.test(number) && ibanAgrees(number) ? "" : "check-digit-wrong");
}

/** Since 2001; 1983 and 1963; before, and Northern Ireland. */
const UK_REGISTRATION =
  /^(?:[A-Z]{2}\d{2}[A-Z]{3}|[A-Z]\d{1,3}[A-Z]{3}|[A-Z]{3}\d{1,3}[A-Z]|[A-Z]{1,3}\d{1,4}|\d{1,4}[A-Z]{1,3})$/;
const LONGEST_REGISTRATION = 7;

/** A registration of the United Kingdom, of any age. */
function vehicleRegistration(number: string): string {
  if (UK_REGISTRATION.test(number)) return "";
  if (!/^[A-Z\d]+$/.test(number)) return "wrong-characters";
  const unfinished = /^[A-Z]{2}\d{2}[A-Z]{1,2}$/.test(number);
  if (number.length > LONGEST_REGISTRATION || unfinished) return difference(number.length, LONGEST_REGISTRATION, "character");
  const meant = swap(number.slice(0, 2), DIGITS, LETTERS) + swap(number.slice(2, 4), LETTERS, DIGITS) + swap(number.slice(4), DIGITS, LETTERS);
  return /^[A-Z]{2}\d{2}[A-Z]{3}$/.test(meant) ? "letter-and-digit-confused" : "wrong-format";
}

/** What is taken for one another: letters, and at the same places digits. */
const LETTERS = "OISZB";
const DIGITS = "01528";

function swap(text: string, from: string, to: string): string {
  return [...text].map((char) => to[from.indexOf(char)] ?? char).join("");
}
