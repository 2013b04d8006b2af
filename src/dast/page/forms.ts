// The forms of a page: each way to send one is a request with plausible values.
import type { Exchange, TestRequest } from "../exchange.ts";
import type { RouteParameter } from "../route.ts";
import { elementsOf, isMarkup, parseElements } from "./elements.ts";
import type { PageElement, PageElements } from "./elements.ts";
import { fieldContextOf, fieldOf, isControl } from "./field.ts";
import type { FieldContext, FormField } from "./field.ts";
import { plausibleValue } from "./field-value.ts";
import { formRequest, formTypes } from "./form-body.ts";
import type { FormType, SentField } from "./form-body.ts";
import { tokenFieldOf } from "./form-token.ts";
import { resolved } from "./link.ts";
import { baseOf } from "./links.ts";

/** token: the anti-forgery field, to be fetched fresh from the page of the form. hasPassword: a login, or a change of a password. */
export interface FoundForm { request: TestRequest; parameters: readonly RouteParameter[]; token: string | undefined; hasPassword: boolean; offset: number }

const mostForms = 200;
const mostFields = 300;
const mostButtons = 8;

/** In the order of the page. Also those in srcdoc, noscript, comments and templates. Without a reply, none. */
export function formsOf({ reply, request }: Exchange): FoundForm[] {
  if (reply === undefined || !isMarkup(reply)) return [];
  const page = elementsOf(reply);
  const hidden = [...page.comments.filter(({ text }) => /<form[\s>]/i.test(text)).map(({ text }) => text), ...page.elements.flatMap(({ name, attributes, text }) => [attributes["srcdoc"] ?? "", /^(?:script|noembed|noframes)$/.test(name) ? text : ""]).filter((text) => /<form[\s>]/i.test(text))];
  return [page, ...hidden.slice(0, 20).map((text) => parseElements(text))].flatMap((one) => formsIn(one, baseOf(reply, request.url), request.url)).slice(0, mostForms);
}

function formsIn(page: PageElements, base: string, url: string): FoundForm[] {
  const forms = [...page.named("form"), ...page.named("isindex")].slice(0, mostForms);
  if (forms.length === 0) return [];
  const context = fieldContextOf(page);
  const owned = controlsByForm(page);
  return forms.flatMap((form) => waysToSend(form, { context, controls: owned.get(form) ?? [], base, url }));
}

/** By form=, by the form around, or by the last form that no end tag has closed: tables and stray end tags do not take fields away. */
function controlsByForm(page: PageElements): Map<PageElement, PageElement[]> {
  const byId = new Map(page.named("form").toReversed().flatMap((form) => (form.attributes["id"] === undefined ? [] : [[form.attributes["id"], form] as const])));
  const owned = new Map<PageElement, PageElement[]>();
  let last: PageElement | undefined;
  for (const element of page.elements) {
    if (element.name === "form") last = element;
    if (!isControl(element)) continue;
    const named = element.attributes["form"];
    const form = named === undefined ? (last?.closedAt === undefined || last.closedAt > element.offset ? last : undefined) : byId.get(named);
    if (form === undefined) continue;
    const known = owned.get(form);
    if (known) known.push(element);
    else owned.set(form, [element]);
  }
  return owned;
}

interface FormPlace { context: FieldContext; controls: readonly PageElement[]; base: string; url: string }

function waysToSend(form: PageElement, { context, controls, base, url }: FormPlace): FoundForm[] {
  if (form.name === "isindex") return [indexForm(form, base, url)].filter((one) => one !== undefined);
  const fields = controls.filter(({ attributes }) => attributes["disabled"] === undefined).flatMap((element) => fieldOf(element, context) ?? []).slice(0, mostFields);
  const buttons = fields.filter(({ type, attributes }) => type === "submit" || type === "image" || (type === "button" && !/^(?:button|reset)$/i.test(attributes["type"] ?? "submit") && isButtonElement(attributes, type, controls)));
  const data = fields.filter(({ name, type }) => name !== "" && !/^(?:submit|image|button|reset)$/.test(type));
  const ways = buttons.length === 0 ? [undefined] : distinctWays(buttons).slice(0, mostButtons);
  return ways.flatMap((button) => formBy(form, data, button, { base, url }) ?? []);
}

// <button> without a type submits; <input type=button> never does.
const isButtonElement = (attributes: Readonly<Record<string, string>>, type: string, controls: readonly PageElement[]): boolean => type === "button" && controls.some((one) => one.attributes === attributes && one.name === "button");

/** Buttons that would send different requests. */
function distinctWays(buttons: readonly FormField[]): FormField[] {
  const byWay = new Map<string, FormField>();
  for (const button of buttons) {
    const key = JSON.stringify([button.name, button.name === "" ? "" : button.value, button.attributes["formaction"], button.attributes["formmethod"], button.attributes["formenctype"]]);
    if (!byWay.has(key)) byWay.set(key, button);
  }
  return [...byWay.values()];
}

function formBy(form: PageElement, data: readonly FormField[], button: FormField | undefined, { base, url }: { base: string; url: string }): FoundForm | undefined {
  const said = (name: string): string => (button?.attributes[`form${name}`] ?? form.attributes[name] ?? "").trim();
  const method = said("method").toUpperCase();
  const target = said("action") === "" ? new URL(url).href : resolved(said("action"), base);
  if (method === "DIALOG" || target === undefined) return undefined;
  const type = formTypes.find((one) => one === said("enctype").toLowerCase()) ?? formTypes[0];
  const sent = [...sentFields(data), ...pressed(button)];
  return {
    request: formRequest(method === "POST" ? "POST" : "GET", target, type, withoutContent(type, sent)), parameters: parametersOf(data, method === "POST" ? "body" : "query"),
    token: tokenFieldOf(data), hasPassword: data.some((field) => field.type === "password"), offset: form.offset,
  };
}

const withoutContent = (type: FormType, fields: readonly SentField[]): readonly SentField[] => (type === "multipart/form-data" ? fields : fields.map(({ name, value }) => ({ name, value })));

/** Every checkbox is ticked, of radio buttons the one that is chosen or the first: what is sent shows most of what the form takes. */
function sentFields(data: readonly FormField[]): SentField[] {
  const radios = new Map<string, FormField>();
  for (const field of data) if (field.type === "radio" && (!radios.has(field.name) || field.checked)) radios.set(field.name, field);
  return data.filter((field) => field.type !== "radio" || radios.get(field.name) === field).map((field) => {
    const value = plausibleValue(field);
    return field.type === "file" ? { name: field.name, value, file: { content: "Aftwatch test file.\n", mediaType: "text/plain" } } : { name: field.name, value };
  });
}

function pressed(button: FormField | undefined): SentField[] {
  if (button === undefined) return [];
  if (button.type === "image") { const prefix = button.name === "" ? "" : `${button.name}.`; return [{ name: `${prefix}x`, value: "1" }, { name: `${prefix}y`, value: "1" }]; }
  return button.name === "" ? [] : [{ name: button.name, value: button.value }];
}

function parametersOf(data: readonly FormField[], place: "query" | "body"): RouteParameter[] {
  const byName = Map.groupBy(data, ({ name }) => name);
  return [...byName].map(([name, fields]) => ({ in: place, name, type: fields[0]?.type, allowed: [...new Set(fields.flatMap(({ type, options, value }) => (type === "radio" || type === "checkbox" ? [value] : options)))].filter((one) => one !== "") }));
}

/** HTML 2: a field without a name, sent as the query. */
function indexForm(element: PageElement, base: string, url: string): FoundForm | undefined {
  const target = resolved(element.attributes["action"] ?? element.attributes["href"] ?? url, base);
  return target === undefined ? undefined : { request: formRequest("GET", target, formTypes[0], [{ name: "isindex", value: "test" }]), parameters: [], token: undefined, hasPassword: false, offset: element.offset };
}
