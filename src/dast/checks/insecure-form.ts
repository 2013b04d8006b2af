// Passwords and other input that go over http, or into an address.
import { isLoopback, isSecureUrl, pageOf, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { PageElement, PageElements } from "../page/elements.ts";
import { elementsOf } from "../page/elements.ts";

function formOf(element: PageElement, { named }: PageElements): PageElement | undefined {
  const id = element.attributes["form"];
  if (id !== undefined) return named("form").find(({ attributes }) => attributes["id"] === id);
  for (let above = element.parent; above !== undefined; above = above.parent) if (above.name === "form") return above;
  return undefined;
}

interface Fault { technique: string; severity: "high" | "medium" | "low"; because: string; at: string }

/** action: where it goes; a form without one goes to the page's own address. */
function faultOf(form: PageElement, { page, password }: { page: string; password: boolean }): Fault | undefined {
  const action = form.attributes["action"] ?? "";
  const url = URL.canParse(action, page) ? new URL(action, page) : new URL(page);
  const at = `form:${url.origin === new URL(page).origin ? url.pathname : `${url.origin}${url.pathname}`}`;
  if (url.protocol === "http:" && isSecureUrl(page)) return { technique: "action", severity: password ? "high" : "medium", at, because: `The form in line ${form.line} of an https page sends to ${url.origin}${url.pathname}.` };
  if (password && (form.attributes["method"] ?? "get").toLowerCase() === "get") return { technique: "get", severity: "medium", at, because: `The form in line ${form.line} puts a password into the address: its method is GET.` };
  if (password && !isSecureUrl(page)) return { technique: url.protocol === "https:" ? "page" : "password", severity: "medium", at, because: `The form in line ${form.line} takes a password on a page that came over http${url.protocol === "https:" ? ": whoever is on the way can change where it goes" : " and sends it over http"}.` };
  return undefined;
}

export const insecureForm = defineCheck<PassiveCheck>({
  id: "insecure-form", about: "A form sends its input over http or puts a password into an address.", title: "Input sent without protection",
  cwe: 319, owasp: ["A02"], severity: "medium", risk: "passive", on: "exchange",
  remediation: "Serve pages with forms over https, and let them send over https by POST. Redirect http to https for every address.",
  *inspect(exchange) {
    const reply = pageOf(exchange);
    if (reply === undefined) return;
    const page = exchange.request.url;
    const elements = elementsOf(reply);
    const withPassword = new Set(elements.named("input").filter(({ attributes: { type } }) => type?.toLowerCase() === "password").map((input) => formOf(input, elements)));
    for (const form of elements.named("form")) {
      const fault = faultOf(form, { page, password: withPassword.has(form) });
      // On one's own machine nobody is on the way; a password in the address stays one.
      if (fault !== undefined && (fault.technique === "get" || !isLoopback(page) || fault.technique === "password")) yield sign(exchange, fault);
    }
  },
});
