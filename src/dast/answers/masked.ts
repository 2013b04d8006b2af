// Evidence without the secret: the answer as it came, with what nobody else shall read crossed out.
import type { Exchange, Reply } from "../exchange.ts";

/** "AKIA…(20)": enough to recognise it by, not enough to use it. */
export const maskOf = (secret: string): string => `${secret.slice(0, Math.min(4, Math.floor(secret.length / 4)))}…(${secret.length})`;

const crossed = (text: string, secrets: readonly string[]): string => secrets.reduce((rest, secret) => rest.replaceAll(secret, maskOf(secret)), text);

function maskedReply(reply: Reply, secrets: readonly string[]): Reply {
  const text = crossed(reply.text, secrets);
  return { ...reply, headers: reply.headers.map(([name, value]) => [name, crossed(value, secrets)] as const), body: new TextEncoder().encode(text), text };
}

/** The exchange with each of these crossed out, in the request's address, the headers and the body. */
export const maskedExchange = (exchange: Exchange, secrets: readonly string[]): Exchange => ({
  ...exchange,
  request: { ...exchange.request, url: crossed(exchange.request.url, secrets) },
  reply: exchange.reply === undefined ? undefined : maskedReply(exchange.reply, secrets),
});
