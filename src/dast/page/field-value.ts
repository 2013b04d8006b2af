// A plausible value for a field: what its type, its name and its limits ask for; the same each time.
import { Re2Error, compileRe2 } from "../../kernel/re2/re2.ts";
import type { FormField } from "./field.ts";
import { sampleOf } from "./pattern-sample.ts";

const password = "Aft3rw4tch!pass";
const file = "aftwatch.txt";

// HTML 4.10.5.1: the forms that typed inputs send. A date long before any limit, and a number that is a valid id most often.
const byType: Readonly<Record<string, string>> = {
  email: "visitor@example.com", tel: "+15550100123", url: "https://example.com/", number: "1", range: "1", date: "2024-06-15", time: "10:30", month: "2024-06", week: "2024-W24", "datetime-local": "2024-06-15T10:30", datetime: "2024-06-15T10:30Z", color: "#336699", password, file, search: "test",
};

// Words of names and labels in English, German, French, Spanish, Italian, Portuguese, Dutch; whole words or their beginnings.
const byWord: readonly (readonly [words: RegExp, value: string])[] = [
  [/e-?mail|correo|courriel/, "visitor@example.com"],
  [/pass(?:wor[dt]|phrase)?\b|passwd|pwd|kennwort|passwort|contrase|mot_?de_?passe|senha|wachtwoord/, password],
  [/user_?name|login|\buser\b|benutzer|usuario|utente|identifiant|gebruiker|nickname|nick\b/, "visitor"],
  [/birth|geburt|naissance|nacimiento|nascita|\bdob\b/, "1990-06-15"],
  [/\bdate|datum|fecha|\bdata\b/, "2024-06-15"],
  [/phone|mobile|\btel\b|telefon|telefono|téléphone|handy|\bfax/, "+15550100123"],
  [/post_?(?:al)?_?code|zip|plz|postleitzahl|code_?postal|\bcap\b|\bcep\b/, "10115"],
  [/country|\bland\b|pays|pais|país|paese/, "US"],
  [/city|town|\bstadt|\bort\b|ville|ciudad|citta|cidade|\bplaats/, "Berlin"],
  [/state|province|region|bundesland/, "CA"],
  [/street|address|adress|strasse|straße|calle|\brue\b|indirizzo|endere/, "1 Main Street"],
  [/first_?name|given|vorname|prenom|prénom|nombre|\bnome\b|voornaam/, "Alex"],
  [/last_?name|surname|family|nachname|apellido|cognome|sobrenome|achternaam/, "Visitor"],
  [/company|organi[sz]ation|firma|empresa|société|azienda/, "Example Ltd"],
  [/\burl\b|website|homepage|\blink\b|\buri\b|callback|redirect/, "https://example.com/"],
  [/card_?(?:no|num)|credit_?card|kreditkarte|\bpan\b/, "4111111111111111"],
  [/\bcvv|\bcvc|security_?code/, "123"],
  [/expir|ablauf/, "12/30"],
  [/iban/, "DE89370400440532013000"],
  [/price|amount|betrag|preis|montant|importe|prezzo|total|cost/, "10"],
  [/quantity|qty|anzahl|menge|count|number|nummer|numero|\bnum\b|\bage\b|alter|edad|\byear|jahr|limit|offset|\bpage\b|(?:^|[_-])id$|^id\b/, "1"],
  [/colou?r|farbe/, "#336699"],
  [/\bip\b|ip_?addr/, "127.0.0.1"],
  [/host|domain|server/, "example.com"],
  [/comment|message|nachricht|mensaje|messaggio|text|body|description|beschreibung|feedback|content|bio\b/, "A short message"],
  [/title|subject|betreff|titel|asunto|sujet/, "A title"],
  [/search|\bq\b|query|suche|buscar|cerca|recherche|keyword/, "test"],
  [/name/, "Alex Visitor"],
];

/** What a visitor would write. Defaults stay; limits of length, range and pattern hold. */
export function plausibleValue(field: FormField): string {
  if (field.value !== "" && field.type !== "password") return field.value;
  if (field.type === "checkbox" || field.type === "radio") return field.value === "" ? "on" : field.value;
  if (field.type === "hidden" || field.type === "select") return field.value;
  if (field.options.length > 0) return field.options.find((one) => one !== "") ?? "";
  return limited(field, patterned(field, ranged(field, byType[field.type] ?? byWords(field))));
}

function byWords({ name, words, attributes }: FormField): string {
  const text = (part: string): string => part.replaceAll(/([a-z])([A-Z])/g, "$1_$2").toLowerCase().replaceAll(/[\s.[\]]+/g, "_");
  const places = [attributes["autocomplete"] ?? "", name, words].map(text);
  for (const place of places) for (const [shape, value] of byWord) if (place !== "" && shape.test(place.replaceAll("_", " ")) || shape.test(place)) return value;
  return "test";
}

function ranged({ type, attributes }: FormField, value: string): string {
  const [least, most] = [attributes["min"], attributes["max"]];
  if (type === "number" || type === "range") {
    const low = Number(least ?? Number.NEGATIVE_INFINITY);
    const high = Number(most ?? Number.POSITIVE_INFINITY);
    return String(Math.min(Math.max(Number(value), Number.isNaN(low) ? Number.NEGATIVE_INFINITY : low), Number.isNaN(high) ? Number.POSITIVE_INFINITY : high));
  }
  if (!/^(?:date|month|week|time|datetime)/.test(type)) return value;
  if (least && value < least) return least;
  return most && value > most ? most : value;
}

/** A hostile pattern costs nothing: it is read as RE2, in linear time. */
function patterned({ attributes }: FormField, value: string): string {
  const pattern = attributes["pattern"];
  if (pattern === undefined || pattern === "" || pattern.length > 500) return value;
  try {
    const re = compileRe2(pattern);
    if (re.matches(value)) return value;
    return ["test", "Test1", "123", "1", "12345", "AB12", "2024-06-15", "test@example.com"].find((one) => re.matches(one)) ?? sampleOf(pattern) ?? value;
  } catch (thrown) {
    if (thrown instanceof Re2Error) return value;
    throw thrown;
  }
}

function limited({ attributes }: FormField, value: string): string {
  const [most, least] = [Number(attributes["maxlength"] ?? Number.NaN), Number(attributes["minlength"] ?? Number.NaN)];
  const filled = least > value.length && least < 10_000 ? value.padEnd(least, value === "" ? "a" : value) : value;
  return most >= 0 && filled.length > most ? filled.slice(0, most) : filled;
}
