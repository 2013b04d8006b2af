// Forms that change something and that another site can send in the visitor's name: no token, no SameSite cookie.
import { pageOf, sign } from "../answers/answer.ts";
import { isSessionLike, setCookiesOf } from "../answers/cookies.ts";
import { isForgeryToken } from "../answers/tokens.ts";
import type { PassiveCheck, PassiveContext } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Exchange } from "../exchange.ts";
import { headersOf } from "../exchange.ts";
import type { PageElement, PageElements } from "../page/elements.ts";
import { elementsOf } from "../page/elements.ts";

interface Field { name: string; type: string; value: string }

function formAbove(element: PageElement): PageElement | undefined {
  for (let above = element.parent; above !== undefined; above = above.parent) if (above.name === "form") return above;
  return undefined;
}

const fieldNames = new Set(["input", "textarea", "select", "button"]);
/** The fields of each form: those between its tags, and those elsewhere that name it (HTML 4.10.18.3). One pass over the page. */
function fieldsByForm({ elements, named }: PageElements): Map<PageElement, Field[]> {
  const byId = new Map(named("form").flatMap((form) => (form.attributes["id"] === undefined ? [] : [[form.attributes["id"], form] as const])));
  const fields = new Map<PageElement, Field[]>();
  for (const one of elements) {
    const form = !fieldNames.has(one.name) ? undefined : one.attributes["form"] === undefined ? formAbove(one) : byId.get(one.attributes["form"]);
    if (form === undefined) continue;
    const type = one.name === "input" ? (one.attributes["type"] ?? "text").toLowerCase() : one.name;
    fields.set(form, [...fields.get(form)?.slice(-mostFields) ?? [], { name: one.attributes["name"] ?? "", type, value: one.attributes["value"] ?? "" }]);
  }
  return fields;
}

// A form that people fill in has far fewer; a hostile page shall not cost more than a page.
const mostFields = 200;
const mostForms = 200;
const searches = /search|query|filter|^q$|suche|recherche|buscar/i;
/** Changes something: sent by POST, or by GET with a password in it. */
const changes = (method: string, fields: readonly Field[]): boolean => (method === "post" ? fields.length > 0 && !fields.filter(({ type }) => type !== "submit" && type !== "button").every(({ name }) => searches.test(name)) : fields.some(({ type }) => type === "password"));
const isLogin = (fields: readonly Field[]): boolean => fields.filter(({ type }) => type === "password").length === 1 && fields.filter(({ type }) => ["text", "email", "tel"].includes(type)).length === 1;

/** Whether the browser would send a cookie of the session along: it has one, and none that this answer sets is kept from other sites. */
function hasCookieSession(exchange: Exchange, { session }: PassiveContext): boolean {
  const set = setCookiesOf(exchange).filter(isSessionLike);
  if (set.length > 0) return set.some(({ sameSite }) => sameSite === undefined || sameSite === "none");
  return session.state === "logged-in" ? headersOf(exchange.request.headers, "cookie").length > 0 : headersOf(exchange.request.headers, "cookie").some((line) => /sess|sid\b|auth|token/i.test(line));
}

export const csrfTokenMissing = defineCheck<PassiveCheck>({
  id: "csrf-token-missing", about: "A form that changes something has no token against forged requests.", title: "Form without anti-forgery token",
  cwe: 352, owasp: ["A01"], severity: "medium", risk: "passive", on: "exchange",
  remediation: "Put a random token of the session into each form and refuse requests without it. Set SameSite=Lax or Strict on the session cookie as a second line.",
  *inspect(exchange, context) {
    const reply = pageOf(exchange);
    if (reply === undefined || !hasCookieSession(exchange, context)) return;
    const page = elementsOf(reply);
    // Frameworks that send the token as a header keep it in a meta element.
    if (page.named("meta").some(({ attributes: { name = "", content = "" } }) => isForgeryToken({ name, type: "hidden", value: content }) && /csrf|xsrf|token/i.test(name))) return;
    const byForm = fieldsByForm(page);
    for (const form of page.named("form").slice(0, mostForms)) {
      const method = (form.attributes["method"] ?? "get").toLowerCase();
      const fields = byForm.get(form) ?? [];
      if (!changes(method, fields) || fields.some(isForgeryToken)) continue;
      const action = form.attributes["action"] ?? "";
      const login = isLogin(fields);
      yield sign(exchange, { technique: login ? "login" : method, severity: login ? "low" : "medium", confidence: "tentative", at: `form:${action.split(/[?#]/, 1)[0] ?? ""}`, about: fields.map(({ name }) => name).filter((name) => name !== "").toSorted().join(","), because: `The form in line ${form.line} (${method.toUpperCase()} ${JSON.stringify(action.slice(0, 120))}) has no field that another site could not know.` });
    }
  },
});
