// Range cases of JNDI look-ups: loggers that really resolve and call, over HTTP, LDAP and DNS names of loopback, and twins that only write.
import { connect } from "node:net";
import { defineCase, escapeHtml, htmlAnswer, jsonAnswer } from "../case.ts";
import type { RangeCase } from "../case.ts";
import { fetched } from "../fetching.ts";
import { oneField } from "../one-field.ts";

const check = "jndi-lookup";
const vulnerable = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: true, build });
const twin = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: false, build });

const lower = (text: string): string => text.replace(/\$\{lower:(\w+)\}/g, (_all, inner: string) => inner.toLowerCase());
const bytes = (tag: number, ...content: (number | string)[]): number[] => { const inner = content.flatMap((part) => (typeof part === "number" ? [part] : [...Buffer.from(part)])); return [tag, inner.length, ...inner]; };

/** Binds and searches as the JDK's LDAP provider does: RFC 4511 4.2 and 4.5. */
function search(host: string, port: number, base: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host, port }, () => { socket.write(Buffer.from(bytes(0x30, ...bytes(2, 1), ...bytes(0x60, ...bytes(2, 3), ...bytes(4), ...bytes(0x80))))); });
    let bound = false;
    socket.setTimeout(1_500, () => socket.destroy());
    socket.on("data", () => { if (!bound) { bound = true; socket.write(Buffer.from(bytes(0x30, ...bytes(2, 2), ...bytes(0x63, ...bytes(4, base), ...bytes(10, 0), ...bytes(10, 3), ...bytes(2, 0), ...bytes(2, 0), ...bytes(1, 0), ...bytes(0x87, "objectClass"), ...bytes(0x30))))); } else socket.end(); });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => { resolve(); });
  });
}
async function log(message: string, resolve = (text: string): string => text): Promise<void> {
  const [, host = "", port = "389", base = ""] = /\$\{jndi:ldap:\/\/(127\.0\.0\.1)(?::(\d+))?\/([\w/]*)\}/.exec(resolve(message)) ?? [];
  if (host !== "") await search(host, Number(port), base);
}
const done = htmlAnswer("Thank you.");

export const cases: readonly RangeCase[] = [
  vulnerable("a parameter is logged", (names) => oneField(names, { answer: async (value) => { await log(value); return done; } })),
  vulnerable("a field of a form is logged", (names) => oneField(names, { by: "form", answer: async (value) => { await log(`user ${value} failed`); return htmlAnswer("Wrong name.", { status: 401 }); } })),
  vulnerable("the browser's name is logged", (names) => oneField(names, { answer: async (_value, request) => { await log(request.headers["user-agent"] ?? ""); return done; } })),
  vulnerable("a field of JSON is logged on another thread, later", (names) => oneField(names, { by: "json", answer: (value) => { setTimeout(() => { void log(value); }, 300); return jsonAnswer({ accepted: true }); } })),
  vulnerable("\"jndi\" is filtered before look-ups within are resolved", (names) => oneField(names, { by: "cookie", answer: async (value) => { if (!value.includes("jndi")) await log(value, lower); return done; } })),
  vulnerable("look-ups of URLs in a text", (names) => oneField(names, { answer: async (value) => { const url = /\$\{url:UTF-8:(http:\/\/127\.0\.0\.1[^}]*)\}/.exec(value)?.[1]; return htmlAnswer(url === undefined ? "Thank you." : await fetched(url)); } })),
  twin("a logger without look-ups", (names) => oneField(names, { answer: (value) => { JSON.stringify(value); return done; } })),
  twin("the value is shown", (names) => oneField(names, { by: "form", answer: (value) => htmlAnswer(escapeHtml(value)) })),
  twin("look-ups of words only", (names) => oneField(names, { answer: (value) => htmlAnswer(escapeHtml(lower(value))) })),
  twin("braces are refused", (names) => oneField(names, { by: "json", answer: (value) => (value.includes("${") ? jsonAnswer({ error: "javax.naming.CommunicationException" }, { status: 500 }) : jsonAnswer({})) })),
  twin("plain URLs are fetched, look-ups are not", (names) => oneField(names, { by: "cookie", answer: async (value) => { if (value.startsWith("http://127.0.0.1")) await fetched(value); return done; } })),
  twin("a slow page", (names) => oneField(names, { answer: () => ({ ...done, delayMs: 400 }) })),
];
