// Keys, tokens and passwords that the application gives out in pages, scripts, source maps and headers.
import { excerptOf, isText, searchedText, sign } from "../answers/answer.ts";
import { maskedExchange, maskOf } from "../answers/masked.ts";
import type { FoundSecret } from "../answers/secrets.ts";
import { assignedSecretsIn, secretsIn } from "../answers/secrets.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Exchange } from "../exchange.ts";

interface Text { at: string | undefined; text: string }

const textsOf = ({ reply }: Exchange): Text[] => [
  ...(reply?.headers ?? []).filter(([name]) => !/^(?:set-cookie|etag|content-security-policy.*|date|authorization)$/i.test(name)).map(([name, text]) => ({ at: `header:${name.toLowerCase()}`, text })),
  ...(reply !== undefined && isText(reply) ? [{ at: undefined, text: searchedText(reply) }] : []),
];

/** What the client itself has sent is not given out by the system. */
const wasSent = ({ request }: Exchange, { secret }: FoundSecret): boolean =>
  request.url.includes(secret) || request.url.includes(encodeURIComponent(secret)) || request.headers.some(([, value]) => value.includes(secret)) || (typeof request.body === "string" && request.body.includes(secret));

export const leakedSecret = defineCheck<PassiveCheck>({
  id: "leaked-secret", about: "An answer holds a key, token or password.", title: "Secret given out",
  cwe: 200, owasp: ["A01", "A05", "A07"], severity: "high", risk: "passive", on: "exchange",
  remediation: "Revoke the secret where it was made: it counts as known. Keep secrets on the server and let it call the other service.",
  *inspect(exchange) {
    for (const { at, text } of textsOf(exchange)) {
      const formatted = secretsIn(text);
      const assigned = assignedSecretsIn(text).filter(({ secret }) => !formatted.some((one) => one.secret.includes(secret) || secret.includes(one.secret)));
      const all = [...formatted, ...assigned].filter((one) => !wasSent(exchange, one));
      const masked = maskedExchange(exchange, all.map(({ secret }) => secret));
      for (const one of all) {
        const around = all.reduce((rest, { secret }) => rest.replaceAll(secret, maskOf(secret)), excerptOf(text.replaceAll(one.secret, maskOf(one.secret)), Math.min(one.index, text.length), 40));
        yield sign(masked, { technique: formatted.includes(one) ? "format" : "name", confidence: formatted.includes(one) ? "firm" : "tentative", severity: one.severity, ...(at === undefined ? {} : { at }), about: `${one.kind} ${maskOf(one.secret)}`, because: `The answer holds a ${one.kind}, ${maskOf(one.secret)}: ${around}` });
      }
    }
  },
});
