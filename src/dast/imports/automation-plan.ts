// ZAP automation plans: contexts, users, crawls, descriptions and policies become what is asked of a scan; what has no place here is named, with why.
import type { IdentitySpec } from "../identities/identity.ts";
import type { Budget, ProfileId } from "../profile.ts";
import type { Risk } from "../risk.ts";
import type { DescriptionSource } from "../scan.ts";
import { identitiesOf } from "./plan-identities.ts";
import type { Left } from "./plan-identities.ts";
import { planTable } from "./plan-yaml.ts";
import { isTable, listOf, tableOf, textOf, wholeOf } from "./values.ts";
import type { Table } from "./values.ts";

/** Members that the plan does not speak of are missing. */
export interface PlanSpec {
  profile?: ProfileId; optIn?: readonly Risk[]; scope?: { origins?: readonly string[]; include?: readonly string[]; exclude?: readonly string[] }; identities?: readonly IdentitySpec[]; descriptions?: readonly DescriptionSource[];
  known?: readonly string[]; browser?: "auto" | "off"; budget?: Partial<Budget>; limits?: { pages?: number; depth?: number };
}

/** failOn: of exitStatus, as --fail-on takes it. reports: files that the plan asks for, in our formats. */
export interface AutomationPlan { url: string | undefined; spec: PlanSpec; failOn: string | undefined; reports: readonly { format: string; to: string | undefined }[]; left: readonly Left[] }

interface Reading { spec: PlanSpec; failOn: string | undefined; reports: { format: string; to: string | undefined }[]; left: Left[]; active: boolean; crawls: boolean; browser: boolean }
type JobReader = (reading: Reading, parameters: Table, job: { table: Table; at: string }) => void;

/** Throws dast.plan-invalid for what is no plan. env: values of `${NAME}` that the plan's own vars do not have. */
export function readAutomationPlan(yaml: string, env: Readonly<Record<string, string | undefined>> = {}): AutomationPlan {
  const raw = planTable(yaml);
  const vars = tableOf(tableOf(raw["env"])["vars"]);
  const reading: Reading = { spec: {}, failOn: undefined, reports: [], left: [], active: false, crawls: false, browser: false };
  const plan = tableOf(filled(raw, (name) => textOf(vars[name]) || env[name], reading.left));
  const contexts = listOf(tableOf(plan["env"])["contexts"]).map(tableOf);
  const url = contextsInto(reading, contexts);
  listOf(plan["jobs"]).forEach((value, at) => { jobInto(reading, value, `/jobs/${at}`); });
  const profile = reading.active ? reading.spec.profile ?? "staging" : "passive";
  const browser = reading.browser ? "auto" : "off";
  return { url, spec: { ...reading.spec, profile, browser }, failOn: reading.failOn, reports: reading.reports, left: reading.left };
}

/** `${NAME}` within texts, as plans write variables; one that is nowhere stays and is told. */
function filled(value: unknown, valueOf: (name: string) => string | undefined, left: Left[], at = ""): unknown {
  if (typeof value === "string") return value.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => { const found = valueOf(name); if (found === undefined) left.push({ at, why: `the variable ${name} has no value` }); return found ?? whole; });
  if (Array.isArray(value)) return value.map((one, nth) => filled(one, valueOf, left, `${at}/${nth}`));
  return isTable(value) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one, valueOf, left, `${at}/${name}`)])) : value;
}

function contextsInto(reading: Reading, contexts: readonly Table[]): string | undefined {
  const [first, ...others] = contexts;
  others.forEach((one, at) => { reading.left.push({ at: `/env/contexts/${at + 1}`, why: `the context ${textOf(one["name"])} needs a scan of its own: one scan has one target` }); });
  if (first === undefined) return undefined;
  const urls = [...listOf(first["urls"]), ...listOf(first["url"])].map(textOf).filter((text) => URL.canParse(text));
  const [include, exclude] = (["includePaths", "excludePaths"] as const).map((name) => patternsOf(reading, first, name));
  const { identities, left } = identitiesOf(first, "/env/contexts/0");
  reading.left.push(...left);
  const origins = [...new Set(urls.map((one) => new URL(one).origin))];
  reading.spec = { ...reading.spec, scope: { origins, ...(include?.length ? { include } : {}), ...(exclude?.length ? { exclude } : {}) }, ...(identities.length > 0 ? { identities } : {}), known: urls.slice(1).map((one) => `GET ${one}`) };
  return urls[0];
}

/** Regular expressions over whole URLs that are plain text with `.*` are globs of ours; others are told. */
function patternsOf({ left }: Reading, context: Table, name: "includePaths" | "excludePaths"): string[] {
  return listOf(context[name]).flatMap((value, at) => {
    const glob = globOf(textOf(value));
    if (glob === undefined) left.push({ at: `/env/contexts/0/${name}/${at}`, why: `the pattern ${textOf(value)} is a regular expression that a path with * cannot say` });
    return glob === undefined ? [] : [glob];
  });
}

export function globOf(pattern: string): string | undefined {
  const text = pattern.replace(/^\^/, "").replace(/\$$/, "").replaceAll(/\\Q(.*?)\\E/g, (_all, inner: string) => inner.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const glob = text.replaceAll(/\(?\.[*+]\)?|\[\^\/\][*+]/g, "\u0001").replaceAll(/\\(.)/g, (_all, sign: string) => (/\w/.test(sign) ? "\u0002" : sign === "*" ? "\u0002" : sign));
  if (/[*+?^${}()|[\]\u0002]/.test(glob.replace(/\?(?=[\w-]+=|\u0001|$)/, ""))) return undefined;
  return glob.replaceAll("\u0001", "*");
}

function jobInto(reading: Reading, value: unknown, at: string): void {
  const table = tableOf(value);
  const type = textOf(table["type"]);
  if (table["enabled"] === false) { reading.left.push({ at, why: `the job ${type} is switched off there` }); return; }
  const read = Object.hasOwn(jobs, type) ? jobs[type] : undefined;
  if (read === undefined) { reading.left.push({ at, why: leftBecause[type] ?? `the job ${type || "without a type"} has no counterpart` }); return; }
  read(reading, tableOf(table["parameters"]), { table, at });
}

const minutes = (reading: Reading, parameters: Table, name: string): void => {
  const count = wholeOf(parameters[name]);
  if (count > 0) reading.spec = { ...reading.spec, budget: { ...reading.spec.budget, totalMs: (reading.spec.budget?.totalMs ?? 0) + count * 60_000 } };
};

const crawl = (usesBrowser: boolean): JobReader => (reading, parameters) => {
  reading.crawls = true;
  reading.browser ||= usesBrowser;
  const depth = wholeOf(parameters["maxDepth"]);
  if (depth > 0) reading.spec = { ...reading.spec, limits: { ...reading.spec.limits, depth } };
  minutes(reading, parameters, "maxDuration");
};

const described = (format: string, ...names: readonly string[]): JobReader => (reading, parameters, { at }) => {
  const from = names.map((name) => textOf(parameters[name])).find((text) => text !== "");
  if (from === undefined) reading.left.push({ at, why: `it names no ${names.join(" or ")}` });
  else reading.spec = { ...reading.spec, descriptions: [...reading.spec.descriptions ?? [], { from, format }] };
};

const activeScan: JobReader = (reading, parameters, { table, at }) => {
  reading.active = true;
  minutes(reading, parameters, "maxScanDurationInMins");
  strengthInto(reading, tableOf(table["policyDefinition"]), at);
};

// Strength says how many requests a rule may take: the insane of theirs is our full profile with everything in it.
function strengthInto(reading: Reading, policy: Table, at: string): void {
  const strength = textOf(policy["defaultStrength"]).toLowerCase();
  if (strength === "insane") reading.spec = { ...reading.spec, profile: "full" };
  if (textOf(policy["defaultThreshold"]).toLowerCase() === "off") reading.left.push({ at: `${at}/policyDefinition/defaultThreshold`, why: "rules that are off by default cannot be told apart: name checks with --check" });
  const rules = listOf(policy["rules"]).length;
  if (rules > 0) reading.left.push({ at: `${at}/policyDefinition/rules`, why: `${rules} rules are set one by one there: their numbers are not ours; use --check and --except` });
}

const risksOfExit: Readonly<Record<string, string>> = { high: "high", medium: "medium", low: "low", informational: "info", info: "info" };

const reportFormats: readonly (readonly [RegExp, string])[] = [[/sarif/, "sarif"], [/json/, "json"], [/xml/, "junit"], [/html|modern|risk/, "html"], [/md/, "markdown"]];

const jobs: Readonly<Record<string, JobReader>> = {
  spider: crawl(false), spiderAjax: crawl(true), spiderClient: crawl(true),
  openapi: described("openapi", "apiFile", "apiUrl"), graphql: described("graphql", "schemaFile", "schemaUrl", "endpoint"), soap: described("soap", "wsdlFile", "wsdlUrl"), postman: described("postman", "collectionFile", "collectionUrl"),
  import: (reading, parameters, job) => { described({ har: "har", url: "list" }[textOf(parameters["type"])] ?? "list", "fileName")(reading, parameters, job); },
  activeScan,
  "activeScan-policy": (reading, _parameters, { table, at }) => { strengthInto(reading, tableOf(table["policyDefinition"]), at); },
  "activeScan-config": (reading, parameters) => { reading.active = true; minutes(reading, parameters, "maxScanDurationInMins"); },
  "passiveScan-config": () => { /* Everything that comes is looked at anyway. */ }, "passiveScan-wait": () => { /* A scan waits for itself. */ },
  requestor: (reading, _parameters, { table }) => { reading.spec = { ...reading.spec, known: [...reading.spec.known ?? [], ...listOf(table["requests"]).map(tableOf).filter((one) => textOf(one["url"]) !== "").map((one) => `${textOf(one["method"]) || "GET"} ${textOf(one["url"])}`)] }; },
  exitStatus: (reading, parameters) => { reading.failOn = risksOfExit[(textOf(parameters["errorLevel"]) || textOf(parameters["warnLevel"])).toLowerCase()] ?? reading.failOn; },
  report: (reading, parameters, { at }) => {
    const format = reportFormats.find(([word]) => word.test(textOf(parameters["template"]) || "modern"))?.[1];
    if (format === undefined) reading.left.push({ at, why: `there is no report like ${textOf(parameters["template"])}` });
    else reading.reports.push({ format, to: textOf(parameters["reportFile"]) || undefined });
  },
};

const leftBecause: Readonly<Record<string, string>> = {
  alertFilter: "verdicts are given on findings, with a reason and an end", addOns: "there is nothing to install", script: "scripts of another tool cannot be run", replacer: "headers for every request are given with --header", delay: "a scan needs no pause between its parts; the rate is --budget rate=",
  sequence: "sequences are recorded as login steps or come from HAR", insights: "a scan backs off and ends by itself when its target is unwell",
};
