// A plausible value for a field of a page, by what the field says of itself; always the same one.
import type { FieldWords } from "./page-agent.ts";

const byType: Readonly<Record<string, string>> = {
  email: "visitor@example.com", tel: "+15550100123", url: "https://example.com/", number: "2", range: "5", date: "2024-05-14", "datetime-local": "2024-05-14T10:30", month: "2024-05", week: "2024-W20", time: "10:30", color: "#336699", password: "Str0ng-Passw0rd!",
};

// By name, label or placeholder, in the languages that forms are most often written in. The first that fits counts.
const byWord: readonly (readonly [RegExp, string])[] = [
  [/e-?mail|correo|courriel|邮箱|メール/i, "visitor@example.com"],
  [/phone|mobile|telefon|tel\b|téléphone|teléfono|telefono/i, "+15550100123"],
  [/zip|post(?:al)?_?-?code|postcode|plz|código postal|code postal|cap\b/i, "10115"],
  [/card.?(?:number|no)|kreditkarte/i, "4111111111111111"],
  [/cvv|cvc/i, "123"],
  [/url|web.?site|homepage|link/i, "https://example.com/"],
  [/birth|geburt|naissance|nacimiento|\bdate\b|datum|fecha/i, "2024-05-14"],
  [/year|jahr|année|año/i, "2024"],
  [/age\b|alter\b|quantity|qty|amount|count|number|menge|anzahl|cantidad|quantité|price|\bid\b/i, "2"],
  [/country|land\b|pays|país/i, "Germany"],
  [/city|town|stadt|\bort\b|ville|ciudad/i, "Berlin"],
  [/street|address|adresse|straße|strasse|dirección|rue/i, "1 Main Street"],
  [/first.?name|given|vorname|prénom|nombre/i, "Alex"],
  [/last.?name|surname|family|nachname|apellido/i, "Miller"],
  [/user|login|benutzer|usuario|utilisateur|account|nick/i, "visitor"],
  [/\bname|nom\b/i, "Alex Miller"],
  [/pass|pwd|kennwort|contraseña/i, "Str0ng-Passw0rd!"],
  [/search|query|such|buscar|recherche|^q$|^s$/i, "test"],
  [/code|otp|pin|token/i, "123456"],
];

/** Within the field's own limits where they are simple: min, max, maxlength, and patterns of digits. */
export function fieldValue(field: FieldWords): string {
  const words = [field.name, field.label, field.placeholder, field.autocomplete].join(" ");
  const value = numberWithin(field) ?? byType[field.type] ?? digitsOf(field.pattern) ?? byWord.find(([word]) => word.test(words))?.[1] ?? (field.tag === "textarea" ? "A short message for a test." : "test");
  return field.maxLength > 0 ? value.slice(0, field.maxLength) : value;
}

function numberWithin({ type, min, max }: FieldWords): string | undefined {
  if (type !== "number" && type !== "range") return type !== "text" && type !== "password" && min !== "" ? min : undefined;
  if (min !== "") return min;
  return max !== "" && Number(max) < 2 ? max : undefined;
}

/** "[0-9]{4}", "\d{6}": as many digits. */
function digitsOf(pattern: string): string | undefined {
  const [, least] = /^\^?(?:\[0-9\]|\\d)(?:\{(\d{1,2})[,}]|\+|\*)/.exec(pattern) ?? [];
  return pattern !== "" && /^\^?(?:\[0-9\]|\\d)/.test(pattern) ? "1234567890123456".slice(0, Math.max(1, Number(least ?? 4))) : undefined;
}
