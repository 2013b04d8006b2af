// Reads one entry of `http`: what is sent, with what values, and how far it goes on.
import { isTable } from "./read-yaml.ts";
import type { Table } from "./read-yaml.ts";
import { TemplateError, flagAt, numberAt, strangers, tableAt, tablesAt, textAt, textsAt, unsupported, within } from "./reading.ts";
import type { Reading } from "./reading.ts";
import { checkMould, readExtractors, readMatchers } from "./read-operators.ts";
import type { Attack, Block, FuzzRule, Payload } from "./template.ts";

const known = new Set(["id", "name", "method", "path", "headers", "body", "raw", "attack", "payloads", "matchers-condition", "matchers", "extractors", "stop-at-first-match", "host-redirects", "redirects", "max-redirects", "threads", "unsafe", "skip-variables-check", "max-size", "disable-path-automerge", "iterate-all", "cookie-reuse", "disable-cookie", "read-all", "req-condition", "fuzzing", "pre-condition", "pre-condition-operator", "skip-secret-file", "self-contained"]);
/** Known to the language, not run here. */
const absent = new Set(["race", "race_count", "pipeline", "pipeline-concurrent-connections", "pipeline-requests-per-connection", "digest-username", "digest-password", "signature", "global-matchers", "analyzer", "filters", "filters-condition", "fuzzing-value"]);

export function readBlock(table: Table, reading: Reading): Block {
  for (const key of Object.keys(table)) if (absent.has(key)) unsupported(reading, `option ${key}`, key);
  strangers(table, new Set([...known, ...absent]), reading);
  const [paths, raw] = [textsAt(table, "path", reading), textsAt(table, "raw", reading)];
  const fuzz = readFuzz(table, reading);
  // Rules are read, and not run yet: a template of them would look at nothing.
  if (fuzz.length > 0) unsupported(reading, "option fuzzing", `${fuzz.length} rules`);
  if (paths.length + raw.length === 0 && fuzz.length === 0 && table["global-matchers"] === undefined) throw new TemplateError(reading.at, "has neither path nor raw");
  const headers = Object.entries(tableAt(table, "headers", reading)).map(([name, value]) => [name, typeof value === "string" ? value : String(value)] as const);
  const body = textAt(table, "body", reading) ?? "";
  for (const mould of [...paths, ...raw, body, ...headers.map(([, value]) => value)]) checkMould(mould, reading);
  return {
    id: textAt(table, "id", reading), method: (textAt(table, "method", reading) || "GET").toUpperCase(), paths, headers, body, raw, fuzz,
    ...readManner(table, reading), payloads: readPayloads(table, reading), attack: readAttack(table, reading),
    matchEvery: textAt(table, "matchers-condition", reading)?.toLowerCase() === "and", matchers: readMatchers(table, "matchers", reading), extractors: readExtractors(table, reading),
    precondition: readPrecondition(table, reading),
  };
}

function readManner(table: Table, reading: Reading): Pick<Block, "unsafe" | "follow" | "mostRedirects" | "keepsCookies" | "stopsAtFirst" | "iteratesAll" | "skipsVariableCheck"> {
  const [all, sameHost] = [flagAt(table, "redirects", reading) ?? false, flagAt(table, "host-redirects", reading) ?? false];
  return {
    unsafe: flagAt(table, "unsafe", reading) ?? false, follow: sameHost ? "same-host" : all ? "all" : "no", mostRedirects: Math.min(10, numberAt(table, "max-redirects", reading) || 10),
    keepsCookies: (flagAt(table, "cookie-reuse", reading) ?? true) && !(flagAt(table, "disable-cookie", reading) ?? false),
    stopsAtFirst: flagAt(table, "stop-at-first-match", reading) ?? false, iteratesAll: flagAt(table, "iterate-all", reading) ?? false, skipsVariableCheck: flagAt(table, "skip-variables-check", reading) ?? false,
  };
}

function readAttack(table: Table, reading: Reading): Attack {
  const attack = textAt(table, "attack", reading) || "batteringram";
  if (attack === "batteringram" || attack === "pitchfork" || attack === "clusterbomb") return attack;
  if (attack === "sniper") return "batteringram";
  throw new TemplateError(`${reading.at}/attack`, "needs batteringram, pitchfork or clusterbomb");
}

const mostValues = 20_000;

function readPayloads(table: Table, reading: Reading): Payload[] {
  const place = within(reading, "payloads");
  return Object.entries(tableAt(table, "payloads", reading)).map(([name, value]) => {
    if (Array.isArray(value)) return { name, values: bounded(value.map((one) => (isTable(one) || Array.isArray(one) ? JSON.stringify(one) : String(one))), place) };
    if (typeof value !== "string") throw new TemplateError(place.at, `${name} needs a list or a file`);
    return { name, values: bounded(linesOf(value, place), place) };
  });
}

function bounded(values: readonly string[], reading: Reading): readonly string[] {
  if (values.length > mostValues) unsupported(reading, "too many payloads", `${values.length} where at most ${mostValues} are sent`);
  for (const value of values.slice(0, 200)) checkMould(value, reading);
  return values.slice(0, mostValues);
}

/** A text of several lines is the values themselves; one line names a file beside the templates. */
function linesOf(text: string, reading: Reading): readonly string[] {
  const lines = (given: string): string[] => given.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (text.includes("\n")) return lines(text);
  const file = reading.helper(text);
  if (file === undefined) unsupported(reading, "helper file missing", text);
  return file === undefined ? [] : lines(file);
}

function readPrecondition(table: Table, reading: Reading): Block["precondition"] {
  const matchers = readMatchers(table, "pre-condition", reading);
  return matchers.length === 0 ? undefined : { matchers, every: textAt(table, "pre-condition-operator", reading)?.toLowerCase() === "and" };
}

const fuzzKeys = new Set(["part", "parts", "type", "mode", "keys", "keys-regex", "values", "fuzz", "replace-regex"]);
const parts = ["query", "path", "header", "body", "cookie", "request"] as const;
const kinds = ["replace", "prefix", "postfix", "infix", "replace-regex"] as const;

function readFuzz(table: Table, reading: Reading): FuzzRule[] {
  return tablesAt(table, "fuzzing", reading).flatMap((rule, at) => {
    const place = within(within(reading, "fuzzing"), at);
    strangers(rule, fuzzKeys, place);
    const asked = textsAt(rule, "parts", place).length > 0 ? textsAt(rule, "parts", place) : [textAt(rule, "part", place) || "request"];
    const type = kinds.find((one) => one === (textAt(rule, "type", place) || "replace"));
    if (type === undefined) throw new TemplateError(`${place.at}/type`, `needs one of ${kinds.join(", ")}`);
    const values = isTable(rule["fuzz"]) ? Object.values(rule["fuzz"]).map(String) : textsAt(rule, "fuzz", place);
    for (const value of values) checkMould(value, place);
    return asked.map((name): FuzzRule => ({
      part: parts.find((one) => one === name) ?? ((): never => { throw new TemplateError(`${place.at}/part`, `needs one of ${parts.join(", ")}`); })(), type,
      mode: textAt(rule, "mode", place) === "multiple" ? "multiple" : "single", keys: textsAt(rule, "keys", place).map((key) => key.toLowerCase()), keyPatterns: textsAt(rule, "keys-regex", place), valuePatterns: textsAt(rule, "values", place), values, replacePattern: textAt(rule, "replace-regex", place),
    }));
  });
}
