// Places in multipart/form-data bodies (RFC 7578): the value of each part, and the file name of an upload.
import { headerOf, mediaTypeOf } from "../exchange.ts";
import type { TestRequest } from "../exchange.ts";
import { bodyBytesAsText, numbered, withBody } from "./place.ts";
import type { Place, PlaceReader } from "./place.ts";

export const multipartPlaces: PlaceReader = {
  kinds: ["multipart"],
  find: ({ request }) => numbered(partsIn(request).flatMap((part): Place[] => [
    ...part.file === undefined ? [] : [{ kind: "multipart" as const, name: part.name, text: utf8(part.file.text), aspect: "filename" }],
    { kind: "multipart", name: part.name, text: utf8(part.value.text) },
  ])),
  put: (request, { name, aspect, nth = 0 }, text) => {
    const part = partsIn(request).filter((one) => one.name === name && (aspect === undefined || one.file !== undefined))[nth];
    const span = aspect === undefined ? part?.value : part?.file;
    if (span === undefined) return request;
    const bytes = bodyBytesAsText(request);
    const put = latin(aspect === undefined ? text : quotable(text));
    return withBody(request, Buffer.from(`${bytes.slice(0, span.start)}${put}${bytes.slice(span.end)}`, "latin1"));
  },
};

interface Span { start: number; end: number; text: string }
interface Part { name: string; file: Span | undefined; value: Span }

const latin = (text: string): string => Buffer.from(text.toWellFormed(), "utf8").toString("latin1");
const utf8 = (text: string): string => Buffer.from(text, "latin1").toString("utf8");
// RFC 7578 4.2 and the HTML standard's form submission: these three are percent-encoded in names.
const quotable = (text: string): string => text.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");

function partsIn(request: TestRequest): Part[] {
  if (request.body === undefined || mediaTypeOf(request.headers) !== "multipart/form-data") return [];
  const boundary = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(headerOf(request.headers, "content-type") ?? "")?.slice(1).find((one) => one !== undefined);
  return boundary === undefined ? [] : between(bodyBytesAsText(request), `--${boundary}`).flatMap(({ text, start }) => partOf(text, start) ?? []);
}

function between(text: string, mark: string): { text: string; start: number }[] {
  const found: { text: string; start: number }[] = [];
  let from = text.indexOf(mark);
  for (let to = text.indexOf(mark, from + mark.length); from >= 0 && to >= 0; to = text.indexOf(mark, from + mark.length)) {
    found.push({ text: text.slice(from + mark.length, to), start: from + mark.length });
    from = to;
  }
  return found;
}

function partOf(text: string, at: number): Part | undefined {
  const head = /^[ \t]*\r?\n([\s\S]*?)\r?\n\r?\n/.exec(text);
  const line = /^content-disposition:.*$/im.exec(head?.[1] ?? "");
  if (head === null || line === null) return undefined;
  const name = /;[ \t]*name="([^"]*)"/i.exec(line[0])?.[1];
  if (name === undefined) return undefined;
  const file = /;[ \t]*filename="([^"]*)"/i.exec(line[0]);
  const fileAt = at + head[0].indexOf(head[1] ?? "") + line.index + (file?.index ?? 0) + (file === null ? 0 : file[0].indexOf('"') + 1);
  const value = text.slice(head[0].length).replace(/\r?\n$/, "");
  return { name: utf8(name), file: file === null ? undefined : { start: fileAt, end: fileAt + (file[1] ?? "").length, text: file[1] ?? "" }, value: { start: at + head[0].length, end: at + head[0].length + value.length, text: value } };
}
