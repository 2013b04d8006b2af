// Numbers of people that nobody should read in an answer: payment cards, bank accounts, social security numbers.
import { isScript, isText, searchedText, sign } from "../answers/answer.ts";
import { maskedExchange, maskOf } from "../answers/masked.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";

/** ISO/IEC 7812-1 annex B. */
function passesLuhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, at) => total + (at % 2 === 0 ? Number(digit) : Number(digit) * 2 - (Number(digit) > 4 ? 9 : 0)), 0);
  return sum % 10 === 0;
}

// Issuers by their number ranges and lengths.
const issuers: readonly (readonly [name: string, shape: RegExp])[] = [
  ["Visa", /^4(?:\d{12}|\d{15}|\d{18})$/], ["Mastercard", /^(?:5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12})$/], ["American Express", /^3[47]\d{13}$/],
  ["Discover", /^6(?:011|5\d\d|4[4-9]\d)\d{12}$/], ["JCB", /^35(?:2[89]|[3-8]\d)\d{12}$/], ["Diners Club", /^3(?:0[0-5]|[68]\d)\d{11}$/], ["UnionPay", /^62\d{14,17}$/],
];
const card = /(?<![\w.,:/-])(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5})(?![\w/-]|[.,]\d)/g;
const cardWords = /card|credit|debit|visa|master|amex|payment|pan\b|karte|tarjeta|carte|cvv|cvc|expir/i;

// ISO 13616 lengths by country.
const ibanLengths: Readonly<Record<string, number>> = { AD: 24, AE: 23, AT: 20, BE: 16, BG: 22, CH: 21, CY: 28, CZ: 24, DE: 22, DK: 18, EE: 20, ES: 24, FI: 18, FR: 27, GB: 22, GI: 23, GR: 27, HR: 21, HU: 28, IE: 22, IL: 23, IS: 26, IT: 27, LI: 21, LT: 20, LU: 20, LV: 21, MC: 27, MT: 31, NL: 18, NO: 15, PL: 28, PT: 25, RO: 24, SA: 24, SE: 24, SI: 19, SK: 24, SM: 27, TR: 26, UA: 29 };
const iban = /(?<!\w)([A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)(?!\w)/g;

function passesMod97(text: string): boolean {
  if (ibanLengths[text.slice(0, 2)] !== text.length) return false;
  const digits = [...text.slice(4), ...text.slice(0, 4)].map((one) => Number.parseInt(one, 36)).join("");
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}

// 20 CFR 422: areas 000, 666 and 900-999 are never given out.
const social = /(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g;
const socialWords = /\bssn\b|social.{0,3}security|\btax.?id/i;

interface Found { kind: string; value: string; severity: "high" | "medium" }

function* cardsIn(text: string): Iterable<Found> {
  for (const match of text.matchAll(card)) {
    const digits = match[0].replaceAll(/[ -]/g, "");
    const issuer = issuers.find(([, shape]) => shape.test(digits))?.[0];
    if (issuer === undefined || !passesLuhn(digits) || new Set(digits).size < 3) continue;
    // Plain runs of digits are ids more often than cards: only words nearby tell them apart.
    if (cardWords.test(text.slice(Math.max(0, match.index - 120), match.index + match[0].length + 60))) yield { kind: `${issuer} card number`, value: match[0], severity: "high" };
  }
}
function* othersIn(text: string): Iterable<Found> {
  for (const [, value = ""] of text.matchAll(iban)) if (passesMod97(value.replaceAll(" ", ""))) yield { kind: "bank account (IBAN)", value, severity: "medium" };
  for (const match of text.matchAll(social)) if (socialWords.test(text.slice(Math.max(0, match.index - 120), match.index + 60))) yield { kind: "social security number", value: match[0], severity: "high" };
}

export const personalData = defineCheck<PassiveCheck>({
  id: "personal-data", about: "An answer holds numbers of cards, accounts or people.", title: "Personal number given out",
  cwe: 359, owasp: ["A01", "A02"], severity: "medium", risk: "passive", on: "exchange",
  remediation: "Leave such numbers out of answers or show the last four digits only. Check who may fetch the answer, and that it is not cached.",
  *inspect(exchange) {
    const { reply } = exchange;
    if (reply === undefined || !isText(reply) || isScript(reply)) return;
    const byKind = Map.groupBy([...cardsIn(searchedText(reply)), ...othersIn(searchedText(reply))].filter(({ value }) => !exchange.request.url.includes(value)), ({ kind }) => kind);
    const masked = maskedExchange(exchange, [...byKind.values()].flat().map(({ value }) => value));
    for (const [kind, found] of byKind) yield sign(masked, { technique: "number", severity: found[0]?.severity ?? "medium", about: kind, because: `The answer holds ${found.length} ${kind}${found.length === 1 ? "" : "s"}: ${found.slice(0, 3).map(({ value }) => maskOf(value)).join(", ")}` });
  },
});
