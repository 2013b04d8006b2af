// The page behind an acknowledgement link: plain HTML without scripts, in the light and the dark theme.
import { createHash } from "node:crypto";
import type { AckLook } from "../app/oncall/oncall-desk.ts";
import { oneLine } from "../notify/message.ts";
import { toIso } from "../kernel/clock.ts";

const style = `
:root{color-scheme:light dark;--back:#f6f7f9;--card:#fff;--text:#14181f;--quiet:#4a5364;--line:#c8cfdb;--do:#0b5cad;--do-text:#fff}
@media(prefers-color-scheme:dark){:root{--back:#10141a;--card:#1a2029;--text:#eef2f8;--quiet:#aab6c8;--line:#3a4556;--do:#7db8f7;--do-text:#0b1220}}
*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--text);font:16px/1.5 system-ui,sans-serif}
main{max-width:34rem;margin:0 auto;padding:2rem 1rem}section{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1.25rem}
h1{font-size:1.25rem;line-height:1.3;margin:0 0 .75rem;overflow-wrap:anywhere}p{margin:0 0 .75rem;overflow-wrap:anywhere}.quiet{color:var(--quiet)}
label{display:block;margin:1rem 0 .25rem}textarea{width:100%;min-height:5rem;padding:.5rem;font:inherit;color:inherit;background:var(--back);border:1px solid var(--line);border-radius:.375rem}
button{margin-top:.75rem;min-height:2.75rem;padding:0 1.25rem;font:inherit;font-weight:600;color:var(--do-text);background:var(--do);border:0;border-radius:.375rem}
:focus-visible{outline:3px solid var(--do);outline-offset:2px}a{color:var(--do)}`;

/** Only this style and this form; nothing else is loaded. */
export const ackPolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

export function ackPage(look: AckLook): string {
  switch (look.kind) {
    case "open": return page(`Acknowledge ${look.incident.name}?`, `${about(look)}
<p>Paged since ${escaped(toIso(look.startedAt))}. Acknowledging says that you, <strong>${escaped(look.recipient)}</strong>, have it in hand: nobody else is told.</p>
<form method="post"><label for="comment">Comment for the others (optional)</label><textarea id="comment" name="comment" maxlength="2000"></textarea><button type="submit">Acknowledge</button></form>`);
    case "done": return page(`${look.incident.name} is acknowledged`, `${about(look)}
<p>By <strong>${escaped(look.by)}</strong> at ${escaped(toIso(look.at))}. Nobody else is paged.</p>${linkTo(look.incident.incidentId)}`);
    case "refused": return page("This link does nothing", `<p>${refusals[look.why]}</p><p><a href="/incidents">Open the incidents</a></p>`);
  }
}

const refusals = {
  forged: "It is not one that this server has made, or it was cut on the way. Open the newest message again, or acknowledge in the console.",
  expired: "It has expired. Open the newest message about the incident, or acknowledge in the console.",
  over: "The page it belongs to is over: the incident was closed, merged or given to somebody else.",
} as const;

const about = ({ incident }: Exclude<AckLook, { kind: "refused" }>): string =>
  `<p><strong>${escaped(incident.title)}</strong></p><p class="quiet">Severity ${escaped(incident.severity)}${incident.services.length > 0 ? `; ${escaped(incident.services.join(", "))}` : ""}</p>`;
const linkTo = (incidentId: string): string => `<p><a href="/incidents/${encodeURIComponent(incidentId)}">Open the incident</a></p>`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${escaped(title)} - Aftwatch</title><style>${style}</style></head>
<body><main><section><h1>${escaped(title)}</h1>
${body}
</section></main></body></html>
`;

const signs: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
/** Signs that turn the writing round or ring bells are left out: an incident's title may come from an attacker. */
const escaped = (text: string): string => oneLine(text).replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? sign);
