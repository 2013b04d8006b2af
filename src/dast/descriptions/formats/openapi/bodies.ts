// The bodies of an OpenAPI operation: one sample for JSON or the first form that is offered, and one for XML when it is.
import { bodyOf } from "../../body-sample.ts";
import type { MadeBody } from "../../body-sample.ts";
import { listIn, tableIn, textIn } from "../../document-value.ts";
import type { Table } from "../../document-value.ts";
import { sampleOfSchema } from "../../schema-sample.ts";
import type { Parameter } from "./parameters.ts";
import type { Refs } from "./refs.ts";

const order = [/[/+]json\b/, /^application\/x-www-form-urlencoded/, /^multipart\/form-data/, /^\*\/\*/, /[/+]xml\b/, /^text\//, /./];
const rank = (type: string): number => order.findIndex((one) => one.test(type));
const isXml = (type: string): boolean => /[/+]xml\b/.test(type);

/** Empty: the operation takes none. */
export function bodiesOf(document: Table, operation: Table, parameters: readonly Parameter[], refs: Refs): MadeBody[] {
  const offered = operation["requestBody"] === undefined ? swaggerBodies(document, operation, parameters) : openApiBodies(refs.table(operation["requestBody"]) ?? {}, refs);
  const sorted = offered.toSorted((a, b) => rank(a.type) - rank(b.type));
  const [first] = sorted;
  const xml = sorted.find(({ type }) => isXml(type));
  return [first, xml === first ? undefined : xml].flatMap((one) => (one === undefined ? [] : bodyOf(one.type, one.value, one.schema) ?? []));
}

interface Offered { type: string; value: unknown; schema: Table }

const openApiBodies = (body: Table, refs: Refs): Offered[] => Object.entries(tableIn(body["content"])).map(([type, given]) => {
  const media = refs.table(given) ?? {};
  const schema = refs.table(media["schema"]) ?? {};
  const example = media["example"] ?? tableIn(refs.table(Object.values(tableIn(media["examples"]))[0]))["value"];
  return { type, schema, value: example ?? sampleOfSchema(media["schema"] ?? {}, "body", refs) };
});

/** Swagger 2.0: a body parameter, or form parameters; consumes of the operation, then of the document. */
function swaggerBodies(document: Table, operation: Table, parameters: readonly Parameter[]): Offered[] {
  const consumes = [...listIn(operation["consumes"]), ...listIn(document["consumes"])].flatMap((one) => textIn(one) ?? []);
  const form = parameters.filter((one) => one.in === "form");
  if (form.length > 0) {
    const type = form.some((one) => one.type === "file") || consumes[0] === "multipart/form-data" ? "multipart/form-data" : "application/x-www-form-urlencoded";
    return [{ type, value: Object.fromEntries(form.map(({ name, value }) => [name, value])), schema: { properties: Object.fromEntries(form.map(({ name, schema }) => [name, schema])) } }];
  }
  const body = parameters.find((one) => one.in === "body");
  return body === undefined ? [] : (consumes.length === 0 ? ["application/json"] : [...new Set(consumes)]).map((type) => ({ type, value: body.value, schema: body.schema }));
}
