// The request that a form sends: its fields in the query or in a body of its enctype.
import type { Header, TestRequest } from "../exchange.ts";

/** file: the content of an uploaded file; value is its name. */
export interface SentField { name: string; value: string; file?: { content: string; mediaType: string } }

export const formTypes = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"] as const;
export type FormType = (typeof formTypes)[number];

// The same in every run: a boundary need only not stand in the values.
const boundary = "----AftwatchFormBoundary5d41402abc4b2a76";

/** HTML 4.10.21.3: GET replaces the query of the action; POST keeps it. action is absolute. */
export function formRequest(method: "GET" | "POST", action: string, type: FormType, fields: readonly SentField[]): TestRequest {
  if (method === "GET") {
    const url = new URL(action);
    url.search = urlencoded(fields);
    url.hash = "";
    return { method, url: url.href, headers: [], body: undefined };
  }
  const header: Header = ["content-type", type === "multipart/form-data" ? `${type}; boundary=${boundary}` : type];
  return { method, url: action, headers: [header], body: bodyOf(type, fields) };
}

const urlencoded = (fields: readonly SentField[]): string => new URLSearchParams(fields.map(({ name, value }): [string, string] => [name, value])).toString();

function bodyOf(type: FormType, fields: readonly SentField[]): string {
  if (type === "text/plain") return fields.map(({ name, value }) => `${name}=${value}\r\n`).join("");
  if (type === "multipart/form-data") return multipart(fields);
  return urlencoded(fields);
}

const quoted = (text: string): string => text.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

/** RFC 7578 with the escapes of HTML 4.10.21.8. */
export const multipart = (fields: readonly SentField[]): string =>
  `${fields.map(({ name, value, file }) => `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${file === undefined ? `\r\n\r\n${value}` : `; filename="${quoted(value)}"\r\nContent-Type: ${file.mediaType}\r\n\r\n${file.content}`}\r\n`).join("")}--${boundary}--\r\n`;

export const multipartHeader: Header = ["content-type", `multipart/form-data; boundary=${boundary}`];
