// Interfaces that fill records from whole bodies, and those that take what they offer.
import { defineCase, escapeHtml, htmlAnswer, jsonAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase, RangeNames, RangeRequest } from "../case.ts";

type Members = Record<string, unknown>;
interface Shop { names: RangeNames; records: Map<string, Members>; next(): string }
interface Shape { name: string; vulnerable: boolean; method: "POST" | "PUT" | "PATCH"; /** The record that stands. */ record: Members; body: Members; takes(record: Members, body: Members, shop: Shop): Members | undefined; shows?(record: Members): Members; form?: boolean; wrap?: string; answersWith?: "record" | "echo" | "nothing"; isReadable?: boolean }

const caseOf = (shape: Shape): RangeCase => defineCase({
  check: "mass-assignment", name: shape.name, vulnerable: shape.vulnerable,
  build: (names) => {
    const path = `/${names.word("records")}`;
    let count = names.number("id", 100, 900);
    const shop: Shop = { names, records: new Map([["1", { id: "1", ...shape.record }]]), next: () => String(count += 1) };
    const target = shape.method === "POST" ? path : `${path}/1`;
    const [body, type] = shape.form === true ? [new URLSearchParams(Object.entries(shape.body).map(([name, value]): [string, string] => [name, String(value)])).toString(), "application/x-www-form-urlencoded"] : [JSON.stringify(shape.wrap === undefined ? shape.body : { [shape.wrap]: shape.body }), "application/json"];
    return {
      html: (prefix) => (shape.form === true ? `<form method="post" action="${prefix}${target}">${Object.entries(shape.body).map(([name, value]) => `<input name="${name}" value="${escapeHtml(String(value))}">`).join("")}<button>Save</button></form>` : `<script>fetch(${JSON.stringify(`${prefix}${target}`)}, ${JSON.stringify({ method: shape.method, headers: { "content-type": type }, body })});</script>`),
      requests: [{ method: shape.method, path: target, headers: [["content-type", type]], body }],
      handle: (request) => (request.path.startsWith(path) ? answer(shape, shop, request, path) : undefined),
    };
  },
});

function answer(shape: Shape, shop: Shop, request: RangeRequest, path: string): RangeAnswer {
  const id = request.path.slice(path.length + 1);
  const shown = (record: Members | undefined): RangeAnswer => (record === undefined ? jsonAnswer({ error: "none" }, { status: 404 }) : shape.form === true ? htmlAnswer(`<dl>${Object.entries(shape.shows?.(record) ?? record).map(([name, value]) => `<dt>${name}<dd>${escapeHtml(String(value))}`).join("")}</dl>`) : jsonAnswer(shape.shows?.(record) ?? record));
  if (request.method === "GET") return shape.isReadable === false ? { status: 404, body: "none" } : shown(shop.records.get(id));
  const given = shape.form === true ? Object.fromEntries(request.form()) : request.json() as Members | undefined;
  const body = (shape.wrap === undefined ? given : given?.[shape.wrap]) as Members | undefined;
  const own = shape.method === "POST" ? shop.next() : id;
  const filled = body === undefined ? undefined : shape.takes(shop.records.get(own) ?? { id: own, ...shape.record }, body, shop);
  if (filled === undefined) return jsonAnswer({ error: "That is not allowed." }, { status: 422 });
  shop.records.set(own, filled);
  if (shape.form === true) return { status: 303, headers: [["location", `${request.prefix}${path}/${own}`]] };
  return shape.answersWith === "echo" ? jsonAnswer({ id: own, saved: body }) : shape.answersWith === "nothing" ? jsonAnswer({ id: own }) : shown(filled);
}

const pick = (body: Members, names: readonly string[]): Members => Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
const everything = (record: Members, body: Members): Members => ({ ...record, ...body });
const person = { name: "Anna", email: "anna@example.com" };

const vulnerable: readonly Omit<Shape, "vulnerable">[] = [
  { name: "a profile with a role", method: "PUT", record: { ...person, role: "user" }, body: person, takes: everything },
  { name: "a truth value", method: "PATCH", record: { name: "Anna", isAdmin: false }, body: { name: "Anna" }, takes: everything },
  { name: "an account that is opened with a balance", method: "POST", record: { balance: 0 }, body: { email: "anna@example.com", name: "Anna" }, takes: everything },
  { name: "nested in an object, the role not shown before", method: "POST", record: {}, body: person, wrap: "user", takes: (record, body) => ({ ...record, ...pick(body, ["name", "email", "role"]) }) },
  { name: "everything but the id", method: "PUT", record: { title: "Lamp", price: 20 }, body: { title: "Lamp" }, takes: (record, body) => ({ ...record, ...body, id: record["id"] }) },
  { name: "a role that must be of a list", method: "PATCH", record: { name: "Anna", role: "user" }, body: { name: "Anna" }, takes: (record, body) => (body["role"] !== undefined && !["user", "admin"].includes(String(body["role"])) ? undefined : { ...record, ...pick(body, ["name", "role"]) }) },
  { name: "a form, the page shows the group", method: "POST", form: true, record: { group: "readers" }, body: { name: "Anna" }, takes: (record, body) => ({ ...record, ...pick(body, ["name", "group"]) }) },
  { name: "seen only in the write's own answer", method: "POST", isReadable: false, record: { verified: false, name: "" }, body: { name: "Anna" }, takes: (record, body) => ({ ...record, ...pick(body, ["name", "verified"]) }) },
];
const secure: readonly Omit<Shape, "vulnerable">[] = [
  { name: "two members are taken over", method: "PUT", record: { ...person, role: "user" }, body: person, takes: (record, body) => ({ ...record, ...pick(body, ["name", "email"]) }) },
  { name: "unknown members are refused", method: "PATCH", record: { name: "Anna", isAdmin: false }, body: { name: "Anna" }, takes: (record, body) => (Object.keys(body).every((name) => name === "name") ? { ...record, ...body } : undefined) },
  { name: "an echo of the body, nothing of it stored", method: "POST", answersWith: "echo", record: { balance: 0 }, body: person, takes: (record, body) => ({ ...record, ...pick(body, ["name", "email"]) }) },
  { name: "notes that keep whatever they are given", method: "PUT", record: { text: "hello" }, body: { text: "hello" }, takes: everything },
  { name: "members that anybody may set, a colour", method: "PATCH", record: { name: "Anna", colour: "red" }, body: { name: "Anna" }, takes: everything, shows: (record) => pick(record, ["id", "name", "colour"]) },
  { name: "the price comes from the shop", method: "POST", record: { price: 20 }, body: { item: "lamp", amount: 1 }, takes: (record, body) => ({ ...record, ...body, price: 20 }), shows: (record) => pick(record, ["id", "item", "price"]) },
  { name: "a form that takes two fields", method: "POST", form: true, record: { group: "readers" }, body: { name: "Anna" }, takes: (record, body) => ({ ...record, ...pick(body, ["name"]) }) },
  { name: "a role that changes by itself", method: "PUT", record: { name: "Anna", rank: 1 }, body: { name: "Anna" }, takes: (record, body) => ({ ...record, ...pick(body, ["name"]), rank: Number(record["rank"]) + 1 }) },
];

export const cases: readonly RangeCase[] = [...vulnerable.map((shape) => caseOf({ ...shape, vulnerable: true })), ...secure.map((shape) => caseOf({ ...shape, vulnerable: false }))];
