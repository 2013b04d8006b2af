// Where in a JSON text each leaf and each member name stands, so that one can be replaced and nothing else changes.

/** pointer: RFC 6901. start, end: of the JSON token in the text. value: the string, or the token as written. of: "name" of a member's name. */
export interface JsonSpan { pointer: string; of: "value" | "name"; start: number; end: number; value: string; isString: boolean }

const tooDeep = 100;

/** Every leaf of a JSON text (RFC 8259), in its order; undefined when the text is none, or is nested over 100 deep. */
export function jsonSpansOf(text: string): JsonSpan[] | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const spans: JsonSpan[] = [];
  return readValue({ text, spans }, 0, "", 0) < 0 ? undefined : spans;
}

interface Reading { text: string; spans: JsonSpan[] }

// The text is known to be valid JSON: the readers only look for the ends of tokens. Each gives the place after what it read, -1 when it is too deep.
function readValue(reading: Reading, from: number, pointer: string, depth: number): number {
  const at = skipBlank(reading.text, from);
  if (depth > tooDeep) return -1;
  const first = reading.text[at];
  if (first === "{" || first === "[") return readMembers(reading, at, pointer, depth);
  const end = first === '"' ? endOfString(reading.text, at) : endOfWord(reading.text, at);
  reading.spans.push(spanOf(reading.text, { pointer, of: "value", start: at, end }));
  return end;
}

function readMembers(reading: Reading, from: number, pointer: string, depth: number): number {
  const isObject = reading.text[from] === "{";
  let at = skipBlank(reading.text, from + 1);
  for (let index = 0; reading.text[at] !== "}" && reading.text[at] !== "]"; index += 1) {
    let step = String(index);
    if (isObject) {
      const end = endOfString(reading.text, at);
      step = (JSON.parse(reading.text.slice(at, end)) as string).replaceAll("~", "~0").replaceAll("/", "~1");
      reading.spans.push(spanOf(reading.text, { pointer: `${pointer}/${step}`, of: "name", start: at, end }));
      at = skipBlank(reading.text, end) + 1;
    }
    at = readValue(reading, at, `${pointer}/${step}`, depth + 1);
    if (at < 0) return -1;
    at = skipBlank(reading.text, at);
    if (reading.text[at] === ",") at = skipBlank(reading.text, at + 1);
  }
  return at + 1;
}

function spanOf(text: string, span: Pick<JsonSpan, "pointer" | "of" | "start" | "end">): JsonSpan {
  const token = text.slice(span.start, span.end);
  const isString = token.startsWith('"');
  return { ...span, isString, value: isString ? JSON.parse(token) as string : token };
}

const skipBlank = (text: string, from: number): number => {
  let at = from;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at += 1;
  return at;
};

function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && !" \n\r\t,]}".includes(text[at] ?? "")) at += 1;
  return at;
}

/** The text with this token in place of a span's; undefined when there is no such span. */
export function withToken(text: string, { pointer, of = "value" }: { pointer: string; of?: JsonSpan["of"] }, token: (span: JsonSpan) => string): string | undefined {
  const span = jsonSpansOf(text)?.find((one) => one.pointer === pointer && one.of === of);
  return span === undefined ? undefined : `${text.slice(0, span.start)}${token(span)}${text.slice(span.end)}`;
}

/** A value for a leaf: what was a number, a boolean or null stays one when the new text is one; everything else becomes a string. */
export const tokenFor = (span: JsonSpan, value: string): string =>
  (!span.isString && /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/.test(value) ? value : JSON.stringify(value.toWellFormed()));
