// The parameters of a request body, by its media type: form fields, JSON leaves, parts, XML leaves.
import { Parser } from "htmlparser2";
import { mediaTypeOf } from "../exchange.ts";
import type { TestRequest } from "../exchange.ts";
import { typeOfValue } from "./value-type.ts";

/** name: a form field or part; a JSON pointer ("/user/name"); "/Envelope/Body/id" of XML. */
export interface BodyParameter { name: string; value: string; type: string | undefined }

// A body of a crawl is small; what has more leaves is data, not parameters.
const mostParameters = 500;
const deepest = 64;

export function bodyParametersOf(request: TestRequest): BodyParameter[] {
  if (request.body === undefined || request.body.length === 0) return [];
  const text = typeof request.body === "string" ? request.body : Buffer.from(request.body).toString("utf8");
  return readBody(text, mediaTypeOf(request.headers) ?? guessedType(text), request).slice(0, mostParameters);
}

function readBody(text: string, mediaType: string, request: TestRequest): BodyParameter[] {
  if (/[/+]json$/.test(mediaType)) return jsonLeaves(text);
  if (mediaType === "multipart/form-data") return partsOf(text, boundaryOf(request));
  if (/[/+]xml$/.test(mediaType)) return xmlLeaves(text);
  if (mediaType === "text/plain") return guessedType(text) === "text/plain" ? lineFields(text) : readBody(text, guessedType(text), request);
  return mediaType === "application/x-www-form-urlencoded" ? formFields(text) : [];
}

function guessedType(text: string): string {
  if (/^\s*[[{]/.test(text)) return "application/json";
  if (/^\s*<[?!a-z]/i.test(text)) return "application/xml";
  return /^[^\s=&]+=[^\s]*$/.test(text) ? "application/x-www-form-urlencoded" : "text/plain";
}

const named = (name: string, value: string): BodyParameter => ({ name, value, type: typeOfValue(value) });

const formFields = (text: string): BodyParameter[] => [...new URLSearchParams(text)].map(([name, value]) => named(name, value));

// enctype text/plain: a line for each field.
const lineFields = (text: string): BodyParameter[] => text.split(/\r?\n/).flatMap((line) => { const at = line.indexOf("="); return at > 0 ? [named(line.slice(0, at), line.slice(at + 1))] : []; });

export function jsonLeaves(text: string): BodyParameter[] {
  let value: unknown;
  try { value = JSON.parse(text); } catch { return []; }
  const leaves: BodyParameter[] = [];
  const walk = (one: unknown, pointer: string, depth: number): void => {
    if (leaves.length >= mostParameters || depth > deepest) return;
    if (typeof one === "object" && one !== null) {
      for (const [key, member] of Object.entries(one)) walk(member, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, depth + 1);
    } else leaves.push({ name: pointer, value: one === null ? "" : String(one as string | number | boolean), type: one === null ? undefined : typeof one === "string" ? typeOfValue(one) : typeof one });
  };
  walk(value, "", 0);
  return leaves;
}

const boundaryOf = (request: TestRequest): string | undefined =>
  /boundary="?([^";]+)/i.exec(request.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "")?.[1];

/** RFC 7578: one part for each field; the content of a file counts as its value. */
function partsOf(text: string, boundary: string | undefined): BodyParameter[] {
  if (boundary === undefined) return [];
  return text.split(`--${boundary}`).flatMap((part) => {
    const head = /^\r?\n([^]*?)\r?\n\r?\n/.exec(part);
    const name = /^content-disposition:.*?[;\s]name="([^"]*)"/im.exec(head?.[1] ?? "")?.[1];
    if (head === null || name === undefined) return [];
    const file = /^content-disposition:.*?filename="/im.test(head[1] ?? "");
    const value = part.slice(head[0].length).replace(/\r?\n$/, "");
    return [{ name, value: file ? value.slice(0, 2000) : value, type: file ? "file" : typeOfValue(value) }];
  });
}

function xmlLeaves(text: string): BodyParameter[] {
  const leaves: BodyParameter[] = [];
  const path: { name: string; text: string; hasChild: boolean }[] = [];
  const parser = new Parser({
    onopentag(name) {
      const above = path.at(-1);
      if (above) above.hasChild = true;
      if (path.length >= deepest || leaves.length >= mostParameters) { parser.pause(); return; }
      path.push({ name: name.replace(/^.*:/, ""), text: "", hasChild: false });
    },
    ontext(data) { const above = path.at(-1); if (above) above.text += data; },
    onclosetag() {
      const pointer = `/${path.map(({ name }) => name).join("/")}`;
      const ended = path.pop();
      if (ended && !ended.hasChild) leaves.push({ name: pointer, value: ended.text.trim(), type: typeOfValue(ended.text.trim()) });
    },
  }, { xmlMode: true });
  parser.write(text.slice(0, 200_000));
  return leaves;
}
