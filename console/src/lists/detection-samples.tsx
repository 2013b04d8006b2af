// The events kept with a detection: each with its fields, its origin and as it came; folded, and to be copied.
import type { SampleEvent } from "../api/runtime-shapes.ts";
import { formatNoun } from "../app/format.ts";
import { copyText } from "../shell/global-keys.ts";
import { Icon } from "../shell/icons.tsx";
import { Instant } from "../shell/instant.tsx";
import { Empty } from "./coverage-sentence.tsx";
import { Facts } from "./page.tsx";

const counted = 10;
// As src/runtime/detection.ts keeps them: the first five, the latest five, and what a correlation had counted when it fired.
const slotName = (slot: number): string => (slot >= counted ? "counted by the correlation" : slot >= 5 ? "one of the latest" : slot === 0 ? "the first" : "one of the first");

/** Nested fields under their whole names; lists and texts as they are. */
export function flatFields(value: unknown, prefix = ""): [string, string][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return prefix === "" ? [] : [[prefix, typeof value === "string" ? value : JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, held]) => (held === undefined || held === null ? [] : flatFields(held, prefix === "" ? name : `${prefix}.${name}`)));
}

export function Samples({ samples, count }: { samples: readonly SampleEvent[]; count: number }) {
  if (samples.length === 0) return <Empty title="No event is kept with it any more."><p>Events are kept as long as the settings say; the detection and its reasons stay.</p></Empty>;
  return (
    <>
      <p className="muted">{formatNoun(samples.length, "event")} kept of {formatNoun(count, "hit")}: the first, the latest, and what a correlation counted.</p>
      <ol className="samples">{samples.map((sample, index) => <Sample key={sample.slot} sample={sample} open={index === 0} />)}</ol>
    </>
  );
}

function Sample({ sample, open }: { sample: SampleEvent; open: boolean }) {
  const fields = flatFields(sample.fields);
  const origin = flatFields(sample.origin);
  const logsource = flatFields(sample.logsource).map(([, value]) => value).join(" / ");
  return (
    <li className="sample">
      <details open={open}>
        <summary><Instant at={sample.at} as="absolute" /> <span className="muted">{slotName(sample.slot)}, {sample.decoder}{logsource !== "" && `, ${logsource}`}</span></summary>
        <div className="sample-parts">
          <section><h3>Fields</h3>{fields.length === 0 ? <p className="gap">? It has none.</p> : <Facts facts={fields.map(([name, value]) => [name, <code className="break">{value}</code>] as const)} />}</section>
          <section><h3>Where it says it happened</h3>{origin.length === 0 ? <p className="gap">? It does not say.</p> : <Facts facts={origin.map(([name, value]) => [name, <code className="break">{value}</code>] as const)} />}</section>
          <section className="sample-raw"><header className="section-head"><h3>As it came</h3><button type="button" className="button button-small" onClick={() => copyText(sample.raw, "Event copied")}><Icon name="copy" size={12} />Copy<span className="visually-hidden"> the event of {sample.at}</span></button></header><pre className="raw" tabIndex={0}>{pretty(sample.raw)}</pre></section>
        </div>
      </details>
    </li>
  );
}

// JSON is easier to read with its lines; what is none stays as it came. Copying takes it as it came.
function pretty(raw: string): string {
  if (!/^\s*[[{]/.test(raw)) return raw;
  try { return JSON.stringify(JSON.parse(raw), undefined, 2); } catch { return raw; }
}
