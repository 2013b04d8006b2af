// Why an attempt failed, in words that may be stored and shown: never a secret, never a whole URL.
import type { Secret } from "../kernel/secret.ts";

const usualLimit = 200;

/**
 * A thrown network failure in one line. Only its code is used: messages of network libraries quote
 * the URL, and the URL of an incoming webhook is a secret.
 */
export function networkWhy(thrown: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "stopped before an answer came";
  return `not reachable (${codeOf(thrown) ?? "no code"})`;
}

// fetch-like clients keep the code on the cause.
function codeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  if ("code" in thrown && typeof thrown.code === "string") return thrown.code;
  return codeOf(thrown.cause);
}

/** Text from the far side, on one line, short, with our own secrets blanked in case it quotes them. */
export function withoutSecrets(text: string, secrets: readonly Secret[], limit = usualLimit): string {
  // The longest first: blanking a part of a secret would leave its rest standing.
  const values = secrets.map((secret) => secret.reveal()).filter((value) => value !== "").toSorted((a, b) => b.length - a.length);
  const clean = values.reduce((rest, value) => rest.replaceAll(value, "[secret]"), text).replace(/[\p{Cc}\s]+/gu, " ").trim();
  return clean.length > limit ? `${clean.slice(0, limit)}…` : clean;
}
