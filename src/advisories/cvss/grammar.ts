// CVSS vectors as text: which metrics each version has, which values they take, and what makes a vector whole.
// Sources: CVSS 2.0 guide section 2.4, CVSS 3.0 and 3.1 specification section 6, CVSS 4.0 specification section 7.

export type CvssVersion = "2.0" | "3.0" | "3.1" | "4.0";
export type MetricGroup = "base" | "temporal" | "environmental" | "supplemental";

/** A vector that can be scored. metrics: values by name, as written. isStrict: the text is the grammar's to the letter. */
export interface CvssVector { version: CvssVersion; metrics: ReadonlyMap<string, string>; isStrict: boolean }

interface Metric { at: number; group: MetricGroup; values: ReadonlySet<string> }
interface Grammar {
  version: CvssVersion; prefix: string; metrics: ReadonlyMap<string, Metric>; required: readonly string[]; isOrdered: boolean;
  /** Groups whose metrics stand together or not at all. */
  whole: readonly (readonly string[])[];
}

/** Metrics in the order of the specification's table; each as "NAME:VALUE,VALUE". */
function grammarOf(version: CvssVersion, groups: Readonly<Partial<Record<MetricGroup, string>>>, rules: { isOrdered: boolean; wholeGroups: boolean }): Grammar {
  const metrics = new Map<string, Metric>();
  for (const [group, text] of Object.entries(groups) as [MetricGroup, string][]) {
    for (const metric of text.split(" ")) {
      const [name = "", values = ""] = metric.split(":");
      metrics.set(name, { at: metrics.size, group, values: new Set(values.split(",")) });
    }
  }
  const namesIn = (wanted: MetricGroup): string[] => [...metrics].filter(([, { group }]) => group === wanted).map(([name]) => name);
  return {
    version, prefix: version === "2.0" ? "" : `CVSS:${version}/`, metrics, required: namesIn("base"),
    isOrdered: rules.isOrdered, whole: rules.wholeGroups ? [namesIn("temporal"), namesIn("environmental")] : [],
  };
}

// 3.x: "metrics may be listed in any order" (section 6). 2.0 and 4.0 list them in a predetermined order; 2.0 names the optional
// metrics of a group together or not at all.
const three = {
  base: "AV:N,A,L,P AC:L,H PR:N,L,H UI:N,R S:U,C C:N,L,H I:N,L,H A:N,L,H",
  temporal: "E:X,U,P,F,H RL:X,O,T,W,U RC:X,U,R,C",
  environmental: "CR:X,L,M,H IR:X,L,M,H AR:X,L,M,H MAV:X,N,A,L,P MAC:X,L,H MPR:X,N,L,H MUI:X,N,R MS:X,U,C MC:X,N,L,H MI:X,N,L,H MA:X,N,L,H",
};
const anyOrder = { isOrdered: false, wholeGroups: false };

const grammars: readonly Grammar[] = [
  grammarOf("3.1", three, anyOrder),
  grammarOf("3.0", three, anyOrder),
  grammarOf("4.0", {
    base: "AV:N,A,L,P AC:L,H AT:N,P PR:N,L,H UI:N,P,A VC:H,L,N VI:H,L,N VA:H,L,N SC:H,L,N SI:H,L,N SA:H,L,N",
    temporal: "E:X,A,P,U",
    environmental: "CR:X,H,M,L IR:X,H,M,L AR:X,H,M,L MAV:X,N,A,L,P MAC:X,L,H MAT:X,N,P MPR:X,N,L,H MUI:X,N,P,A MVC:X,H,L,N MVI:X,H,L,N MVA:X,H,L,N MSC:X,H,L,N MSI:X,S,H,L,N MSA:X,S,H,L,N",
    supplemental: "S:X,N,P AU:X,N,Y R:X,A,U,I V:X,D,C RE:X,L,M,H U:X,Clear,Green,Amber,Red",
  }, { isOrdered: true, wholeGroups: false }),
  grammarOf("2.0", {
    base: "AV:L,A,N AC:H,M,L Au:M,S,N C:N,P,C I:N,P,C A:N,P,C",
    temporal: "E:U,POC,F,H,ND RL:OF,TF,W,U,ND RC:UC,UR,C,ND",
    environmental: "CDP:N,L,LM,MH,H,ND TD:N,L,M,H,ND CR:L,M,H,ND IR:L,M,H,ND AR:L,M,H,ND",
  }, { isOrdered: true, wholeGroups: true }),
];

// The longest a vector of any version can be is under 250 characters.
const lengthLimit = 300;

/**
 * Reads a vector; undefined when a metric is missing, unknown, repeated or has no such value. Vectors that the world
 * writes and that can only mean one thing are read although they are not strict: metrics out of order, and a CVSS 2
 * group of which some metrics are left out (they are "not defined") or that stands in parentheses, as NVD once wrote it.
 */
export function readVector(text: string): CvssVector | undefined {
  if (text.length > lengthLimit) return undefined;
  const grammar = grammars.find(({ prefix }) => text.startsWith(prefix));
  if (!grammar) return undefined;
  const bare = grammar.version === "2.0" && text.startsWith("(") && text.endsWith(")") ? text.slice(1, -1) : text.slice(grammar.prefix.length);
  const read = readMetrics(grammar, bare);
  if (!read || !grammar.required.every((name) => read.metrics.has(name))) return undefined;
  const isStrict = bare.length + grammar.prefix.length === text.length && (read.inOrder || !grammar.isOrdered) && hasWholeGroups(grammar, read.metrics);
  return { version: grammar.version, metrics: read.metrics, isStrict };
}

function readMetrics(grammar: Grammar, text: string): { metrics: Map<string, string>; inOrder: boolean } | undefined {
  const metrics = new Map<string, string>();
  let last = -1;
  let inOrder = true;
  for (const part of text.split("/")) {
    const colon = part.indexOf(":");
    const name = part.slice(0, Math.max(0, colon));
    const metric = grammar.metrics.get(name);
    if (!metric || metrics.has(name) || !metric.values.has(part.slice(colon + 1))) return undefined;
    metrics.set(name, part.slice(colon + 1));
    inOrder &&= metric.at > last;
    last = metric.at;
  }
  return { metrics, inOrder };
}

const hasWholeGroups = ({ whole }: Grammar, metrics: ReadonlyMap<string, string>): boolean =>
  whole.every((names) => names.every((name) => metrics.has(name)) || !names.some((name) => metrics.has(name)));

/** Does the vector say anything in this group: a metric that is not "not defined". */
export function says({ version, metrics }: CvssVector, group: MetricGroup): boolean {
  const known = grammars.find((grammar) => grammar.version === version)?.metrics;
  for (const [name, value] of metrics) if (value !== "X" && value !== "ND" && known?.get(name)?.group === group) return true;
  return false;
}

/** The vector's text with these metrics in place of its own, every metric where the specification lists it. */
export function writeVector({ version, metrics }: CvssVector, changed: Readonly<Record<string, string>>): string {
  const grammar = grammars.find((known) => known.version === version);
  const all = new Map([...metrics, ...Object.entries(changed)]);
  const parts = [...grammar?.metrics.keys() ?? []].filter((name) => all.has(name)).map((name) => `${name}:${all.get(name)}`);
  return `${grammar?.prefix ?? ""}${parts.join("/")}`;
}
