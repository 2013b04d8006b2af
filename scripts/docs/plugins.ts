// A page for each family of plug-ins, from its registry.
import { feeds } from "../../src/advisories/feeds/index.ts";
import { distributions } from "../../src/versions/distribution.ts";
import { ecosystems } from "../../src/versions/ecosystem.ts";
import { schemeFor } from "../../src/versions/scheme-of.ts";
import { lockfiles } from "../../src/inventory/lockfiles/index.ts";
import { extractors } from "../../src/inventory/extractors/index.ts";
import { sbomFormats } from "../../src/inventory/sbom/index.ts";
import { dayMs, hourMs, minuteMs } from "../../src/kernel/clock.ts";
import type { Plugin, Registry } from "../../src/kernel/plugin.ts";
import { reports } from "../../src/feedback/reports/index.ts";
import { vexFormats } from "../../src/matching/vex/index.ts";
import { measures } from "../../src/metrics/measures/index.ts";
import { channels } from "../../src/notify/channels/index.ts";
import { decoders } from "../../src/runtime/decoders/index.ts";
import type { LogSource } from "../../src/runtime/event.ts";
import { schemes } from "../../src/versions/schemes/index.ts";
import { code, table } from "./page.ts";
import type { Page } from "./page.ts";

type Column<P> = readonly [head: string, cell: (plugin: P) => string];

function family<P extends Plugin>(file: string, title: string, about: string, registry: Registry<P>, columns: readonly Column<P>[]): Page {
  const all: readonly Column<P>[] = [["id", ({ id }) => code(id)], ["about", (plugin) => plugin.about], ...columns];
  return {
    path: `docs/reference/${file}.md`,
    write: () => `# ${title}\n\n${about}\n\n${table(all.map(([head]) => head), registry.all.map((plugin) => all.map(([, cell]) => cell(plugin))))}\n`,
  };
}

/** What an advisory's ecosystem needs to be covered: a purl that leads to it, and an order of its versions. */
const ecosystemPage: Page = {
  path: "docs/reference/ecosystems.md",
  write: () => {
    const all = [
      ...ecosystems.map(({ name, purlTypes }) => ({ name, purls: purlTypes.map((type) => code(`pkg:${type}`)), names: "" })),
      ...distributions.map(({ ecosystem, purlType, namespaces, named }) => ({ name: ecosystem, purls: namespaces.map((namespace) => code(`pkg:${purlType}/${namespace}`)), names: named.join(", ") })),
    ].toSorted((a, b) => a.name.localeCompare(b.name, "en"));
    const rows = all.map(({ name, purls, names }) => {
      const scheme = schemeFor(name);
      return [name, purls.join(", ") || "none: no type of package URL names its packages", names, scheme ? code(scheme.id) : "none: counted as not covered", scheme?.standard ?? ""];
    });
    return `# Ecosystems\n\nWhose packages are judged: OSV's ecosystems, the package URLs that lead to them, and the order of their versions. "names" says whether a distribution's advisories speak of source or binary packages. What is not here, or has no advisories in the index, is counted as not covered.\n\n${table(["ecosystem", "package URLs", "names", "scheme", "standard"], rows)}\n`;
  },
};

const yearMs = 365 * dayMs;

function span(ms: number): string {
  if (ms >= yearMs) return "never";
  if (ms >= 2 * dayMs && ms % dayMs === 0) return `${ms / dayMs} d`;
  return ms % hourMs === 0 ? `${ms / hourMs} h` : `${ms / minuteMs} min`;
}

// What ships with the program lies in this checkout; where that is differs on every machine.
const rootUrl = new URL("../../", import.meta.url).href;
const placeOf = (url: string): string => (url.startsWith(rootUrl) ? `${code(url.slice(rootUrl.length))} (shipped)` : code(url));

const sourceText = ({ category, product, service }: LogSource): string => [category, product, service].map((part) => part ?? "*").join("/");

/** Formats of runtime events: one table of all, and for each where its fields come from. */
const decoderPage: Page = {
  path: "docs/reference/decoders.md",
  write: () => {
    const parts = decoders.all.map(({ id, about, reads, logsources, mapping, settings }) => [
      `## ${id}`, about, `Reads ${reads === "json" ? "JSON values: one, one per line, one after the other, or a list" : "lines of text"}. Log sources (category/product/service): ${[...new Set(logsources.map(sourceText))].map(code).join(", ")}.`,
      table(["field", "from"], Object.entries(mapping).map(([name, from]) => [code(name), from])),
      ...(Object.keys(settings).length === 0 ? [] : [table(["setting", "meaning"], Object.entries(settings).map(([name, meaning]) => [code(name), meaning]))]),
    ].join("\n\n"));
    return `# Decoders\n\nThe formats runtime events are read in, as senders send them. A rule's field is looked for under its own name, then as the path its dots spell; every event keeps its sender's names and has those of Sigma's taxonomy beside them. \`auto\` asks the decoders in this order whose record it is; what nobody knows and is a JSON object is read by \`ndjson\`. A payload inside an envelope (OTLP, CloudEvents, a collector's JSON) is read by the decoder that knows it.\n\n${table(["id", "about", "reads"], decoders.all.map(({ id, about, reads }) => [code(id), about, reads]))}\n\n${parts.join("\n\n")}\n`;
  },
};

export const pages: readonly Page[] = [
  decoderPage,
  family("feeds", "Feeds", "Where the world's knowledge comes from. A feed without a successful pull for longer than \"stale after\" is shown as stale everywhere, and answers that rest on it say so.", feeds, [
    ["base URL", ({ defaultBaseUrl }) => placeOf(defaultBaseUrl)], ["licence of the data", ({ licence }) => licence],
    ["asked every", ({ pollMs }) => span(pollMs)], ["stale after", ({ staleAfterMs }) => span(staleAfterMs)],
  ]),
  family("schemes", "Version schemes", "How version texts are read and ordered. A package whose ecosystem has no scheme here, or whose version is no version of its scheme, is counted and shown as not covered; it is never taken for unaffected.", schemes, [
    ["ecosystems", ({ ecosystems }) => ecosystems.join(", ")], ["standard", ({ standard }) => standard],
  ]),
  ecosystemPage,
  family("lockfiles", "Lock files", "What a project writes down of the packages it is built from. `aftwatch scan` finds them below a folder by their names; `--as` names the format where a name does not tell.", lockfiles, []),
  family("sbom-formats", "SBOM formats", "The documents that are read, plain or gzipped. The format is recognised by the document itself, not by its name or content type.", sbomFormats, []),
  family("extractors", "Extractors", "What is read of the packages installed on the machine where Aftwatch runs.", extractors, []),
  family("channels", "Channels", "The ways a notice is delivered. Retries, grouping, counting and logging are the same for all of them. A receiver gets no more than \"at most\" says unless its own limit says otherwise; what waits is summarised, and what does not fit into one message is counted in it.", channels, [
    ["settings", ({ fields }) => fields.map(({ name, required }) => (required ? code(name) : `${code(name)} (optional)`)).join(", ")],
    ["at most", ({ limit }) => (limit === undefined ? "no limit known" : `${limit.messages} in ${limit.perMs === minuteMs ? "a minute" : `${limit.perMs / 1000} s`}`)],
    ["one message", ({ size = "" }) => size],
  ]),
  family("reports", "Reports", "What `aftwatch scan -o` writes. All of them tell of the same findings; formats for programs are stable for the same input.", reports, [
    ["media type", ({ mediaType }) => code(mediaType)],
  ]),
  family("vex-formats", "Formats of exploitability statements", "What `--vex` reads. A statement covers a finding when one of its ids is a name of the vulnerability and one of its products is the package; the latest statement holds.", vexFormats, []),
  family("measures", "Measures", "The figures over time. Each is computed from intervals over a range; a measure without a case has no value, never 0.", measures, [
    ["formula", ({ formula }) => formula], ["unit", ({ unit }) => unit], ["better", ({ better }) => better],
  ]),
];
