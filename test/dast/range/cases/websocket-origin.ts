// Pages that open sockets: taken from anywhere, or only from their own pages.
import { createHash } from "node:crypto";
import { defineCase, htmlAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase, RangeRequest } from "../case.ts";

interface Shape { name: string; vulnerable: boolean; opens?: (path: string, prefix: string) => string; takes(request: RangeRequest, secret: string): boolean; answers?(request: RangeRequest): RangeAnswer }

const open = ({ headers }: RangeRequest): RangeAnswer => ({ status: 101, headers: [["upgrade", "websocket"], ["connection", "Upgrade"], ["sec-websocket-accept", createHash("sha1").update(`${headers["sec-websocket-key"] ?? ""}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64")]] });
const byLocation = (path: string, prefix: string): string => `const s = new WebSocket((location.protocol === "https:" ? "wss://" : "ws://") + location.host + "${prefix}${path}");`;

const caseOf = ({ name, vulnerable, opens = byLocation, takes, answers = open }: Shape): RangeCase => defineCase({
  check: "websocket-origin", name, vulnerable,
  build: (names) => {
    const [path, secret] = [`/${names.word("feed")}`, names.word("session") + names.word("more")];
    return {
      html: (prefix) => `<script>${opens(path, prefix)}</script>`,
      requests: [{ method: "GET", path: "/page", headers: [["cookie", `sid=${secret}`]] }],
      handle: (request) => {
        if (request.path === "/page") return htmlAnswer(`<h1>Feed</h1><script>${opens(path, request.prefix).replace("HOST", new URL(request.origin).host)}</script>`);
        if (request.path !== path) return undefined;
        return request.headers["upgrade"]?.toLowerCase() === "websocket" && takes(request, secret) ? answers(request) : { status: 403, body: "No." };
      },
    };
  },
});

const isIn = ({ cookies }: RangeRequest, secret: string): boolean => cookies["sid"] === secret;
const isOwn = ({ headers, origin }: RangeRequest): boolean => headers["origin"] === origin;

export const cases: readonly RangeCase[] = [
  caseOf({ name: "with the cookie, from anywhere", vulnerable: true, takes: isIn }),
  caseOf({ name: "an address in full", vulnerable: true, opens: (path, prefix) => `new WebSocket("ws://HOST${prefix}${path}")`, takes: isIn }),
  caseOf({ name: "a template", vulnerable: true, opens: (path, prefix) => `const socket = new WebSocket(\`ws://\${window.location.host}${prefix}${path}\`);`, takes: isIn }),
  caseOf({ name: "an address of its own path", vulnerable: true, opens: (path, prefix) => `new WebSocket("${prefix}${path}")`, takes: isIn }),
  caseOf({ name: "for everybody, from anywhere", vulnerable: true, takes: () => true }),
  caseOf({ name: "an origin that only begins rightly", vulnerable: true, takes: (request, secret) => isIn(request, secret) && /^https?:\/\//.test(request.headers["origin"] ?? "") }),
  caseOf({ name: "with the cookie, from its own pages", vulnerable: false, takes: (request, secret) => isIn(request, secret) && isOwn(request) }),
  caseOf({ name: "for everybody, from its own pages", vulnerable: false, takes: isOwn }),
  caseOf({ name: "one friendly site besides its own", vulnerable: false, takes: (request) => isOwn(request) || request.headers["origin"] === "https://friend.example" }),
  caseOf({ name: "no socket is open there", vulnerable: false, takes: () => false }),
  caseOf({ name: "an answer that is no opening", vulnerable: false, takes: () => true, answers: () => htmlAnswer("<p>This is no socket.") }),
  caseOf({ name: "an opening that fits no key", vulnerable: false, takes: () => true, answers: () => ({ status: 101, headers: [["upgrade", "websocket"], ["connection", "Upgrade"], ["sec-websocket-accept", "AAAA"]] }) }),
];
