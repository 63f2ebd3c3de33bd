/** Finds the catalogue of a language. Only English is part of the panel; the others load when they are needed. */
import { en, type Words } from "./en";

export type { Words } from "./en";

export async function wordsIn(language: string): Promise<Words> {
  try {
    return language === "de" ? (await import("./de")).de : en;
  } catch {
    return en; // words in another language are better than none
  }
}
