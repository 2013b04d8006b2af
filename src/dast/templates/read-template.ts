// Reads one template: what is wrong makes it no template, what is not supported is named.
import type { DastSeverity } from "../check.ts";
import { FlowError } from "./flow/flow-error.ts";
import { readFlow } from "./flow/program.ts";
import type { FlowProgram } from "./flow/program.ts";
import { asksOf } from "./mould.ts";
import { isTable, readTemplateYaml, TemplateYamlError } from "./read-yaml.ts";
import type { Table } from "./read-yaml.ts";
import { readBlock } from "./read-block.ts";
import { checkMould } from "./read-operators.ts";
import { TemplateError, flagAt, strangers, tableAt, tablesAt, textAt, unsupported, within } from "./reading.ts";
import type { Reading } from "./reading.ts";
import type { Block, Template, TemplateInfo, Unsupported } from "./template.ts";

const known = new Set(["id", "info", "variables", "constants", "http", "requests", "flow", "self-contained", "stop-at-first-match", "signature", "runzero-match", "digest"]);
const otherProtocols = new Set(["dns", "ssl", "tcp", "network", "headless", "javascript", "code", "file", "websocket", "whois", "workflows"]);

export interface ReadTemplate { template: Template; unsupported: readonly Unsupported[] }

/** helper: the text of a file that a template names, relative to the folder or archive. Throws TemplateError with the place. */
export function readTemplate(text: string, file: string, helper: (path: string) => string | undefined = () => undefined): ReadTemplate {
  const table = tableFrom(text);
  const reading: Reading = { at: "", unsupported: [], helper };
  for (const key of Object.keys(table)) if (otherProtocols.has(key)) unsupported(reading, `protocol ${key}`, key);
  strangers(table, new Set([...known, ...otherProtocols]), reading);
  const id = textAt(table, "id", reading)?.trim();
  if (id === undefined || !/^[\w.-]{1,200}$/.test(id)) throw new TemplateError("/id", "needs a name of letters, digits, dashes, dots and underscores");
  const blocks = [...tablesAt(table, "http", reading), ...tablesAt(table, "requests", reading)].map((block, at) => readBlock(block, within(within(reading, "http"), at)));
  if (blocks.length === 0 && reading.unsupported.length === 0) throw new TemplateError("/http", "has no requests");
  const template: Template = {
    id, file, info: readInfo(tableAt(table, "info", reading), within(reading, "info")), variables: readVariables(table, reading), blocks, flow: readFlowOf(table, reading),
    selfContained: flagAt(table, "self-contained", reading) ?? false, needsOutOfBand: asksOutOfBand(text), stopsAtFirst: flagAt(table, "stop-at-first-match", reading) ?? false,
  };
  return { template, unsupported: reading.unsupported };
}

function tableFrom(text: string): Table {
  try {
    const value = readTemplateYaml(text);
    if (isTable(value)) return value;
    throw new TemplateError("line 1", "is no table of names and values");
  } catch (thrown) {
    if (thrown instanceof TemplateYamlError) throw new TemplateError(`line ${thrown.line}`, thrown.message);
    throw thrown;
  }
}

const severities: readonly DastSeverity[] = ["critical", "high", "medium", "low", "info"];
const split = (text: string | undefined): string[] => (text ?? "").split(",").map((one) => one.trim().toLowerCase()).filter((one) => one !== "");

function readInfo(info: Table, reading: Reading): TemplateInfo {
  const named = tableAt(info, "classification", reading);
  const severity = textAt(info, "severity", reading)?.trim().toLowerCase();
  return {
    name: textAt(info, "name", reading)?.trim() ?? "", severity: severities.find((one) => one === severity) ?? "unknown", tags: listOf(info["tags"]),
    description: textAt(info, "description", reading)?.trim(), remediation: textAt(info, "remediation", reading)?.trim(), references: (Array.isArray(info["reference"]) ? info["reference"] : [info["reference"]]).filter((one): one is string => typeof one === "string" && one !== ""),
    cve: listOf(named["cve-id"]).map((one) => one.toUpperCase()).filter((one) => /^CVE-\d{4}-\d{4,}$/.test(one)), cwe: listOf(named["cwe-id"]).flatMap((one) => { const number = /^cwe-(\d{1,5})$/.exec(one)?.[1]; return number === undefined ? [] : [Number(number)]; }),
    cpe: typeof named["cpe"] === "string" ? named["cpe"] : undefined,
  };
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap((one) => split(String(one))) : typeof value === "string" ? split(value) : []);

function readVariables(table: Table, reading: Reading): (readonly [string, string])[] {
  const given = [...Object.entries(tableAt(table, "variables", reading)), ...Object.entries(tableAt(table, "constants", reading))];
  return given.map(([name, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    checkMould(text, within(reading, `variables/${name}`));
    return [name, text] as const;
  });
}

function readFlowOf(table: Table, reading: Reading): FlowProgram | undefined {
  const text = textAt(table, "flow", reading)?.trim();
  if (text === undefined || text === "") return undefined;
  try { return readFlow(text); } catch (thrown) {
    if (!(thrown instanceof FlowError)) throw thrown;
    unsupported(within(reading, "flow"), "flow not read", thrown.message);
    return undefined;
  }
}

const asksOutOfBand = (text: string): boolean => text.includes("interactsh");

/** Names that only a person can give: neither variables nor payloads, extractors, the target or the flow give them. */
export function namesToGive({ variables, blocks, flow }: Template): readonly string[] {
  const given = new Set([...variables.map(([name]) => name), ...blocks.flatMap(namesFrom)]);
  const asked = new Set([...variables.map(([, value]) => value), ...blocks.flatMap(mouldsOf)].flatMap((mould) => asksOf(mould).names));
  return [...asked].filter((name) => !given.has(name) && !isOfTarget(name) && !(flow && flow.text.includes(name)));
}

const namesFrom = ({ payloads, extractors }: Block): string[] => [...payloads.map(({ name }) => name), ...extractors.flatMap(({ name }) => name ?? [])];
const mouldsOf = (block: Block): string[] => (block.skipsVariableCheck ? [] : [...block.paths, ...block.raw, block.body, ...block.headers.map(([, value]) => value)]);
const isOfTarget = (name: string): boolean => /^(?:BaseURL|RootURL|Hostname|Host|Port|Path|PathTrailingSlash|File|Scheme|Input|FQDN|RDN|DN|SD|TLD|ip|interactsh-(?:url|server)|interactsh-url\S*|randstr(?:_\d+)?)$/.test(name) || /_\d+$/.test(name);
