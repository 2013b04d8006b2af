// ZAP's XML reports ("traditional-xml", "traditional-xml-plus"): the same members as in JSON, some of them wrapped.
import { SaxesParser } from "saxes";
import { Fault } from "../../kernel/fault.ts";
import { defineReader } from "./report-reader.ts";
import { listOf, tableOf } from "./values.ts";
import { alertItems } from "./zap-alerts.ts";

export const zapXml = defineReader({
  id: "zap-xml", about: "ZAP reports in XML.", tool: "zap",
  reads: ({ isXml, text }) => isXml && /<OWASPZAPReport[\s>]/.test(text.slice(0, 4_000)),
  read({ text }) {
    const root = tableOf(tableOf(valueOf(text))["OWASPZAPReport"]);
    return alertItems(listOf(root["site"]).map((site) => ({ ...tableOf(site), alerts: listOf(tableOf(tableOf(site)["alerts"])["alertitem"]).map(unwrapped) })));
  },
});

const unwrapped = (alert: unknown): object => ({ ...tableOf(alert), instances: listOf(tableOf(tableOf(alert)["instances"])["instance"]) });

const deepest = 30;

/** Elements as members, several of a name as a list, one without elements as its text. Throws a Fault for what is no XML, or has a DOCTYPE. */
function valueOf(text: string): unknown {
  interface Open { name: string; members: Record<string, unknown[]>; text: string }
  const open: Open[] = [{ name: "", members: Object.create(null) as Record<string, unknown[]>, text: "" }];
  const parser = new SaxesParser();
  const broken = (rule: string): never => { throw new Fault("dast.report-unreadable", { places: [{ at: `line ${parser.line}`, rule }] }); };
  parser.on("error", (cause) => broken(`is no XML: ${cause.message}`));
  // Entities that expand without end are declared there.
  parser.on("doctype", () => broken("has a document type declaration, which is refused"));
  parser.on("opentag", ({ name }) => { if (open.length > deepest) broken(`is nested deeper than ${deepest}`); open.push({ name, members: Object.create(null) as Record<string, unknown[]>, text: "" }); });
  const add = (more: string): void => { const last = open.at(-1); if (last !== undefined) last.text += more; };
  parser.on("text", add);
  parser.on("cdata", add);
  parser.on("closetag", () => {
    const done = open.pop();
    const above = open.at(-1);
    if (done === undefined || above === undefined) return;
    const value = Object.keys(done.members).length === 0 ? done.text : flat(done.members);
    (above.members[done.name] ??= []).push(value);
  });
  parser.write(text).close();
  return flat(open[0]?.members ?? {});
}

const flat = (members: Record<string, unknown[]>): object => Object.fromEntries(Object.entries(members).map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
