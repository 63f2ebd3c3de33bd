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

/** As given since 2001, and in the order of 1983, of 1963, and of the time before and Northern Ireland. */
const CURRENT = /^[A-Z]{2}\d{2}[A-Z]{3}$/;
/** The same with a 0 for an O, a 1 for an I, and so on, and the other way round. */
const LOOKS_CURRENT = /^[A-Z01528]{2}[\dOISZB]{2}[A-Z01528]{3}$/;
const OLDER = /^(?:[A-Z]\d{1,3}[A-Z]{3}|[A-Z]{3}\d{1,3}[A-Z]|[A-Z]{1,3}\d{1,4}|\d{1,4}[A-Z]{1,3})$/;

/** A registration of the United Kingdom, of any age. */
function vehicleRegistration(number: string): string {
  if (CURRENT.test(number) || OLDER.test(number)) return "";
  if (!/^[A-Z\d]+$/.test(number)) return "wrong-characters";
  const unfinished = /^[A-Z]{2}\d{2}[A-Z]{1,2}$/.test(number);
  if (number.length > 7 || unfinished) return difference(number.length, 7, "character");
  return LOOKS_CURRENT.test(number) ? "letter-and-digit-confused" : "wrong-format";
}
