// Names and versions of software that answers tell: whoever attacks knows where to look.
import { isHtml, ofOrigin, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Reply } from "../exchange.ts";
import { headersOf } from "../exchange.ts";
import { elementsOf } from "../page/elements.ts";

// Headers whose only use is to say what answers.
const telling = ["x-powered-by", "x-aspnet-version", "x-aspnetmvc-version", "x-generator", "x-powered-cms", "x-cms-version", "x-jenkins", "x-hudson", "x-owa-version", "microsoftsharepointteamservices", "x-drupal-cache-version", "x-mod-pagespeed", "x-page-speed", "x-varnish-version", "x-litespeed-version", "x-application-version", "x-version", "liferay-portal", "x-pingback-version", "x-confluence-version", "x-elastic-product-version", "x-influxdb-version", "x-grafana-version", "x-gitlab-version"];
const product = /([A-Za-z][\w.+-]*(?: [A-Z][\w.]*){0,2})[/ ]v?(\d+(?:\.\d+)+[\w.-]*)/g;
const byHeader: Readonly<Record<string, string>> = { "x-aspnet-version": "asp.net", "x-aspnetmvc-version": "asp.net-mvc", "x-jenkins": "jenkins", "x-hudson": "hudson", "x-owa-version": "exchange", microsoftsharepointteamservices: "sharepoint" };

interface Banner { place: string; text: string; products: readonly { name: string; version: string }[] }

function productsIn(place: string, text: string): Banner["products"] {
  const known = byHeader[place];
  if (known !== undefined && /^\d+(?:\.\d+)+/.test(text.trim())) return [{ name: known, version: text.trim() }];
  return [...text.slice(0, 1000).matchAll(product)].map(([, name = "", version = ""]) => ({ name: name.toLowerCase().replaceAll(" ", "-"), version }));
}

function bannersOf(reply: Reply): Banner[] {
  const headers = ["server", "via", ...telling].flatMap((name) => headersOf(reply.headers, name).map((text) => ({ place: name, text, products: productsIn(name, text) })));
  const metas = isHtml(reply) ? elementsOf(reply).named("meta").filter(({ attributes }) => attributes["name"]?.toLowerCase() === "generator").map(({ attributes: { content = "" } }) => ({ place: "meta-generator", text: content, products: productsIn("generator", content) })) : [];
  return [...headers, ...metas].filter(({ text }) => text.trim() !== "");
}

export const softwareBanner = defineCheck<PassiveCheck>({
  id: "software-banner", about: "Answers tell the version of the software behind them.", title: "Software version told",
  cwe: 497, owasp: ["A05"], severity: "info", risk: "passive", on: "exchange",
  remediation: "Switch version banners off in the server and the framework. Keep the software current all the same, because versions can be guessed.",
  *inspect(exchange) {
    if (exchange.reply === undefined) return;
    for (const { place, text, products } of bannersOf(exchange.reply)) {
      const at = ofOrigin(place === "meta-generator" ? place : `header:${place}`);
      for (const { name, version } of products) yield sign(exchange, { technique: "version", severity: "low", at, about: name, component: `pkg:generic/${encodeURIComponent(name)}@${encodeURIComponent(version)}`, because: `${place} says ${name} ${version}.` });
      // The name alone tells the kind of framework; a server's bare name is common and harmless.
      if (products.length === 0 && telling.includes(place)) yield sign(exchange, { technique: "name", at, because: `${place} says ${JSON.stringify(text.slice(0, 100))}.` });
    }
  },
});
