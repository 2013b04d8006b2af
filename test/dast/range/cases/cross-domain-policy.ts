// Policy files of plug-ins that let every site read, and those that name who may.
import type { RangeAnswer, RangeCase } from "../case.ts";
import { defineCase, htmlAnswer } from "../case.ts";

const xml = (body: string): RangeAnswer => ({ headers: [["content-type", "application/xml"]], body: `<?xml version="1.0"?>${body}` });
const flash = (rules: string): RangeAnswer => xml(`<cross-domain-policy>${rules}</cross-domain-policy>`);
const silverlight = (uri: string): RangeAnswer => xml(`<access-policy><cross-domain-access><policy><allow-from http-request-headers="*"><domain uri="${uri}"/></allow-from><grant-to><resource path="/"/></grant-to></policy></cross-domain-access></access-policy>`);
const policy = (name: string, vulnerable: boolean, answer: (path: string) => RangeAnswer | undefined): RangeCase => defineCase({
  check: "cross-domain-policy", name, vulnerable,
  build: (names) => ({ html: (prefix) => `<a href="${prefix}/${names.word("a")}">a</a>`, requests: [{ method: "GET", path: `/${names.word("a")}` }], handle: ({ path }) => answer(path) }),
});
const at = (file: string, answer: RangeAnswer) => (path: string): RangeAnswer | undefined => (path === `/${file}` ? answer : undefined);

export const cases: readonly RangeCase[] = [
  policy("everybody", true, at("crossdomain.xml", flash('<allow-access-from domain="*"/>'))),
  policy("everybody, also over http", true, at("crossdomain.xml", flash('<site-control permitted-cross-domain-policies="all"/><allow-access-from domain="*" secure="false"/>'))),
  policy("everybody among others", true, at("crossdomain.xml", flash('<allow-access-from domain="a.example"/><allow-access-from domain=" * "/>'))),
  policy("a whole top level", true, at("crossdomain.xml", flash('<allow-access-from domain="*.com"/>'))),
  policy("everybody by the other plug-in", true, at("clientaccesspolicy.xml", silverlight("*"))),
  policy("everybody over http by the other plug-in", true, at("clientaccesspolicy.xml", silverlight("http://*"))),
  policy("a named host", false, at("crossdomain.xml", flash('<allow-access-from domain="a.example"/>'))),
  policy("hosts below its own", false, at("crossdomain.xml", flash('<allow-access-from domain="*.shop.example"/>'))),
  policy("nobody", false, at("crossdomain.xml", flash('<site-control permitted-cross-domain-policies="none"/>'))),
  policy("a named host by the other plug-in", false, at("clientaccesspolicy.xml", silverlight("https://a.example"))),
  policy("every name gets an open policy", false, () => flash('<allow-access-from domain="*"/>')),
  policy("a commented-out rule", false, at("crossdomain.xml", flash('<!-- <allow-access-from domain="*"/> -->'))),
  policy("a page about policies", false, at("crossdomain.xml", htmlAnswer("<p>&lt;allow-access-from domain=*&gt;"))),
];
