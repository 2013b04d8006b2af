// Scripts from hosts that changed hands or were given up: what they send today is not what was chosen then.
import { ofOrigin, pageOf, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { elementsOf } from "../page/elements.ts";

// Publicly reported: taken over and used against visitors (2024), or shut down so that others could register names below them.
const takenOver = new Map([
  ["polyfill.io", "was sold and served attacks in 2024"], ["bootcdn.net", "belongs to who took polyfill.io over"], ["bootcss.com", "belongs to who took polyfill.io over"],
  ["staticfile.net", "belongs to who took polyfill.io over"], ["staticfile.org", "belongs to who took polyfill.io over"], ["unionadjs.com", "belongs to who took polyfill.io over"],
  ["xhsbpza.com", "belongs to who took polyfill.io over"], ["union.macoms.la", "belongs to who took polyfill.io over"], ["newcrbpc.com", "belongs to who took polyfill.io over"],
  ["rawgit.com", "was shut down in 2018 and is kept only for old files"], ["gitcdn.xyz", "was given up"], ["gitcdn.link", "was given up"], ["wzrd.in", "was given up"],
]);
// Anybody can put files there: a name alone says nothing of who wrote them.
const everybodys = /^(?:raw\.githubusercontent\.com|gist\.githubusercontent\.com|pastebin\.com|.*\.ngrok(?:-free)?\.(?:io|app)|.*\.trycloudflare\.com|.*\.workers\.dev|.*\.pages\.dev|transfer\.sh|.*\.repl\.co|.*\.glitch\.me)$/;

const reasonOf = (host: string): string | undefined => [...takenOver].find(([name]) => host === name || host.endsWith(`.${name}`))?.[1] ?? (everybodys.test(host) ? "gives a place to everybody's files" : undefined);

export const riskyScriptHost = defineCheck<PassiveCheck>({
  id: "risky-script-host", about: "A script comes from a host that changed hands, was given up or belongs to nobody.", title: "Script from a host not to be trusted",
  cwe: 829, owasp: ["A08"], severity: "high", risk: "passive", on: "exchange",
  remediation: "Take the script out or serve a reviewed copy from your own host. Look through what it did while it was included.",
  *inspect(exchange) {
    const reply = pageOf(exchange);
    if (reply === undefined) return;
    const base = new URL(exchange.request.url);
    for (const { attributes: { src = "" }, line } of elementsOf(reply).named("script")) {
      const host = URL.canParse(src, base.href) ? new URL(src, base).hostname.toLowerCase() : "";
      const why = host === base.hostname ? undefined : reasonOf(host);
      if (why !== undefined) yield sign(exchange, { technique: "host", severity: /attack|took/.test(why) ? "high" : "low", at: ofOrigin(`script:${host}`), because: `The script in line ${line} comes from ${host}, which ${why}.` });
    }
  },
});
