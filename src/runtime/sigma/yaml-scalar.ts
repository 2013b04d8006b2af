// A scalar without quotes: null, true, false and numbers as YAML's core schema has them (YAML 1.2.2, 10.3.2); anything else is text.

export function plainScalar(text: string): string | number | boolean | null {
  const first = text.charCodeAt(0);
  // Most values begin with a letter that begins no number and no word of the schema.
  if (text.length > 40) return text;
  if (text === "" || text === "~" || text === "null" || text === "Null" || text === "NULL") return null;
  if (text === "true" || text === "True" || text === "TRUE") return true;
  if (text === "false" || text === "False" || text === "FALSE") return false;
  if (!((first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e)) return text;
  return numberOf(text) ?? text;
}

function numberOf(text: string): number | undefined {
  const isNumber = /^[-+]?\d+$/.test(text) || /^0o[0-7]+$/.test(text) || /^0x[\dA-Fa-f]+$/.test(text) || /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text);
  const number = isNumber ? Number(text) : NaN;
  // A long id that no number holds exactly, and a number that would be written otherwise, stay what they are: values compare as text.
  return Number.isFinite(number) && (Number.isSafeInteger(number) || !Number.isInteger(number)) ? number : undefined;
}
