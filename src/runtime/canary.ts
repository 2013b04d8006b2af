// The canary: a harmless event of our own that goes the way of a source's events; a rule of its own must see it.
import type { Fields } from "./event.ts";
import { readRules } from "./sigma/read-rules.ts";
import type { SigmaFile } from "./sigma/rule.ts";

export const canaryMark = "aftwatch-canary-";
export const canaryRuleId = "3a7c1f0e-6c1e-4a43-9f0b-0c0a5e1fcafe";

const canaryText = `title: Aftwatch canary
id: ${canaryRuleId}
status: stable
description: The self-test of a source. It never becomes a detection.
author: Aftwatch
level: informational
logsource:
  service: aftwatch
detection:
  keywords:
    - '${canaryMark}'
  condition: keywords
`;

/** Loaded beside every set of rules, for every log source: without a match of it the path from sender to detection is not proven. */
export function canaryFile(): SigmaFile {
  const file = readRules(canaryText, "aftwatch-canary.yml");
  return { ...file, rules: file.rules.map((rule) => ({ ...rule, logsource: {} })) };
}

/** The token that fields hold, or undefined. */
export function canaryToken(fields: Fields): string | undefined {
  const text = JSON.stringify(fields);
  const at = text.indexOf(canaryMark);
  return at === -1 ? undefined : /^[0-9a-f]{32}/.exec(text.slice(at + canaryMark.length))?.[0];
}
