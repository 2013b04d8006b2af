// The Prometheus text exposition format, version 0.0.4: families, samples and a histogram.

export interface Sample { labels?: Readonly<Record<string, string>>; value: number; suffix?: "_bucket" | "_sum" | "_count" }
export interface Family { name: string; help: string; type: "gauge" | "counter" | "histogram"; samples: readonly Sample[] }

export const contentType = "text/plain; version=0.0.4; charset=utf-8";

/** One HELP and one TYPE line a family, then its samples; a family without samples is left out. */
export const exposition = (families: readonly Family[]): string =>
  families.filter((family) => family.samples.length > 0).map(familyText).join("");

function familyText({ name, help, type, samples }: Family): string {
  const lines = samples.map(({ labels = {}, value, suffix = "" }) => `${name}${suffix}${labelText(labels)} ${numberText(value)}`);
  return [`# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`, `# TYPE ${name} ${type}`, ...lines, ""].join("\n");
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length > 0 ? `{${pairs.join(",")}}` : "";
}

// Text format, "Comments, help text, and type information": label values escape backslash, quote and line feed.
const escaped = (value: string): string => value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

const numberText = (value: number): string =>
  Number.isNaN(value) ? "NaN" : value === Infinity ? "+Inf" : value === -Infinity ? "-Inf" : String(value);

/** Samples of one labelled histogram: cumulative buckets, then sum and count. */
export function histogramSamples(labels: Readonly<Record<string, string>>, bounds: readonly number[], counts: readonly number[], sum: number): Sample[] {
  let seen = 0;
  const buckets = bounds.map((bound, index): Sample => {
    seen += counts[index] ?? 0;
    return { labels: { ...labels, le: numberText(bound) }, value: seen, suffix: "_bucket" };
  });
  const count = seen + (counts[bounds.length] ?? 0);
  return [...buckets, { labels: { ...labels, le: "+Inf" }, value: count, suffix: "_bucket" }, { labels, value: sum, suffix: "_sum" }, { labels, value: count, suffix: "_count" }];
}
