// What the senders of test/chaos/runtime.ts push: events with ids, each of which must count once, and threes of which each must fire one correlation.
import { between } from "../bench/chance.ts";
import type { Chance } from "../bench/chance.ts";

export const rules = `title: Chaos marker
id: c4a05000-0000-4000-8000-000000000001
level: medium
logsource: { product: linux, service: sshd }
detection: { keywords: ['chaos-single'], condition: keywords }
---
title: Chaos part
id: c4a05000-0000-4000-8000-000000000002
name: chaos_part
level: low
logsource: { product: linux, service: sshd }
detection: { keywords: ['chaos-part'], condition: keywords }
---
title: Chaos three
id: c4a05000-0000-4000-8000-000000000003
level: high
correlation: { type: event_count, rules: [chaos_part], group-by: [SourceIp], timespan: 6h, condition: { gte: 3 } }
`;
export const singleRule = "c4a05000-0000-4000-8000-000000000001";
export const threeRule = "c4a05000-0000-4000-8000-000000000003";
export const sensorRule = "sensor:falco:Chaos shell";

export interface Batch { decoder: string; type: string; body: string; /** Whether it was sent before, answered or not. */ isSent: boolean }

interface Line { id: string; text: string }
const line = (at: number, host: string, text: string, ip: string): string => `<38>1 ${new Date(at).toISOString()} ${host} sshd 812 - - Failed password for invalid user ${text} from ${ip} port 40022 ssh2`;
const addressOf = (story: number): string => `10.${(story >> 16) & 255}.${(story >> 8) & 255}.${story & 255}`;

/** wanted: "rule workload actor" -> how many hits there must be in the end, whatever was killed and repeated. */
export function events(count: number, chance: Chance, now: number): { batches: Batch[]; wanted: ReadonlyMap<string, number> } {
  const wanted = new Map<string, number>();
  const add = (key: string): void => { wanted.set(key, (wanted.get(key) ?? 0) + 1); };
  // Parts of a story lie in requests that are far from each other: kills come between them.
  const parts: Line[][] = Array.from({ length: count }, () => []);
  for (let story = 0; story < count; story++) {
    for (let part = 0; part < 3; part++) parts[Math.min(count - 1, story + part * between(chance, 1, 40))]?.push({ id: `part-${story}-${part}`, text: line(now + story, "part-host", "chaos-part", addressOf(story)) });
    add(`${threeRule} part-host ip:${addressOf(story)}`);
  }
  let number = 0;
  const batches = parts.map((own, index): Batch => {
    if (own.length === 0 || index % 7 === 6) {
      // One alert, as Falco sends it; the parts that fell on it go with the request after it.
      parts[index + 1]?.push(...own);
      if (index + 1 < parts.length) { add(`${sensorRule} node-${index % 5} `); return falco(index, now); }
    }
    const singles = Array.from({ length: between(chance, 1, 12) }, (): Line => {
      const host = `host-${between(chance, 0, 8)}`;
      add(`${singleRule} ${host} ip:198.51.100.7`);
      return { id: `single-${number++}`, text: line(now + number, host, "chaos-single", "198.51.100.7") };
    });
    return { decoder: "syslog", type: "application/vnd.aftwatch.lines+json", body: JSON.stringify([...own, ...singles]), isSent: false };
  });
  return { batches, wanted };
}

const falco = (index: number, now: number): Batch => ({
  decoder: "falco", type: "application/json", isSent: false,
  body: JSON.stringify({ uuid: `chaos-${index}`, output: "Warning Chaos shell", priority: "Warning", rule: "Chaos shell", source: "syscall", tags: [], time: new Date(now + index).toISOString(), hostname: `node-${index % 5}`, output_fields: { "proc.name": "sh" } }),
});
