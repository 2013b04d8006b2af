// Range cases of server-side includes injection: pages that are processed for directives, and twins whose values cannot hold any.
import { defineCase, escapeHtml, htmlAnswer, jsonAnswer } from "../case.ts";
import type { RangeCase } from "../case.ts";
import { sh } from "../confined.ts";
import { oneField } from "../one-field.ts";
import { includes } from "../rendering.ts";

const check = "ssi-injection";
const vulnerable = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: true, also: ["xss-reflected"], build });
const twin = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: false, also: ["xss-reflected"], build });
const execute = async (page: string): Promise<string> => { const command = /<!--#exec cmd="([^"]*)" -->/.exec(page)?.[1]; return command === undefined ? page.replace(/<!--#[\s\S]*?-->/g, "[an error occurred]") : (await sh(command)).output; };

export const cases: readonly RangeCase[] = [
  vulnerable("a value in the page", (names) => oneField(names, { answer: (value) => htmlAnswer(includes(`<p>Hello ${value}</p>`)) })),
  vulnerable("a value in a form", (names) => oneField(names, { by: "form", answer: (value) => htmlAnswer(includes(`<h1>Guest book</h1><p>${value}</p>`)) })),
  vulnerable("a value in a cookie, an error page of status 404", (names) => oneField(names, { by: "cookie", answer: (value) => htmlAnswer(includes(`<p>No theme ${value}</p>`), { status: 404 }) })),
  vulnerable("variables are off, commands are on", (names) => oneField(names, { answer: async (value) => htmlAnswer(await execute(`<p>Hello ${value}</p>`)) })),
  vulnerable("`set` is filtered, branches are not", (names) => oneField(names, { answer: (value) => htmlAnswer(includes(`<p>${value.replaceAll("#set", "#")}</p>`)) })),
  vulnerable("a value in a header of its own", (names) => oneField(names, { by: "header", answer: (value) => htmlAnswer(includes(`<p>For ${value}</p>`)) })),
  twin("the value is encoded before the page is processed", (names) => oneField(names, { answer: (value) => htmlAnswer(includes(`<p>Hello ${escapeHtml(value)}</p>`)) })),
  twin("comments are taken away", (names) => oneField(names, { by: "form", answer: (value) => htmlAnswer(includes(`<p>${value.replace(/<!--[\s\S]*?-->/g, "")}</p>`)) })),
  twin("the page is not processed", (names) => oneField(names, { answer: (value) => htmlAnswer(`<p>${value}</p>`) })),
  twin("every tag is taken away", (names) => oneField(names, { by: "cookie", answer: (value) => htmlAnswer(`<p>${value.replace(/<[^>]*>/g, "")}</p>`) })),
  twin("directives bring an error", (names) => oneField(names, { answer: (value) => (value.includes("<!--") ? htmlAnswer("[an error occurred while processing this directive]", { status: 500 }) : htmlAnswer("fine")) })),
  twin("JSON that nobody processes", (names) => oneField(names, { by: "json", answer: (value) => jsonAnswer({ value }) })),
];
