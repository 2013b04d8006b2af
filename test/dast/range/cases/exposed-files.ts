// Folders with files that should never be served, and applications that only answer to every name.
import { deflateRawSync } from "node:zlib";
import type { RangeAnswer, RangeCase } from "../case.ts";
import { defineCase, htmlAnswer, jsonAnswer } from "../case.ts";

const plain = (body: string | Uint8Array, type = "text/plain"): RangeAnswer => ({ status: 200, headers: [["content-type", type]], body });
/** A folder that serves these files, and what every other name gets. */
const folder = (name: string, vulnerable: boolean, files: Readonly<Record<string, RangeAnswer>>, other?: (path: string) => RangeAnswer | undefined): RangeCase => defineCase({
  check: "exposed-files", name, vulnerable,
  build: (names) => {
    const start = `/${names.word("start")}`;
    return { html: (prefix) => `<a href="${prefix}${start}">start</a>`, requests: [{ method: "GET", path: start }], handle: ({ path }) => (path === start ? htmlAnswer("<h1>Start</h1>") : files[path] ?? other?.(path)) };
  },
});
const environment = "APP_ENV=production\nAPP_KEY=base64:8dK1xY\nDB_HOST=db\nDB_PASSWORD=hunter-2-x\n";
const always = htmlAnswer("<!doctype html><html><body><div id=app></div></body></html>");

export const cases: readonly RangeCase[] = [
  folder("a Git folder", true, { "/.git/HEAD": plain("ref: refs/heads/main\n"), "/.git/config": plain("[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n") }),
  folder("an environment file", true, { "/.env": plain(environment) }),
  folder("an environment file in an application that answers to every name", true, { "/.env": plain(environment, "application/octet-stream") }, () => always),
  folder("a password file", true, { "/.htpasswd": plain("admin:$apr1$x7Kd02mX$3sW5yT8uQ1b0kLmZ9aB2c.\n") }),
  folder("an archive", true, { "/backup.zip": plain(Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), deflateRawSync("x".repeat(100))]), "application/zip") }),
  folder("a database dump", true, { "/backup.sql": plain("-- MySQL dump 10.13\nCREATE TABLE `users` (\n  `id` int\n);\n") }),
  folder("an actuator", true, { "/actuator": jsonAnswer({ _links: { self: { href: "/actuator" }, health: { href: "/actuator/health" } } }) }),
  folder("a page of measures", true, { "/metrics": plain("# HELP http_requests_total Requests.\n# TYPE http_requests_total counter\nhttp_requests_total 7\n") }),
  folder("a server's rules", true, { "/web.config": plain('<?xml version="1.0"?><configuration><system.web><compilation debug="true"/></system.web></configuration>', "text/xml") }),
  folder("the inside of a Java application", true, { "/WEB-INF/web.xml": plain("<web-app><servlet><servlet-name>a</servlet-name></servlet></web-app>", "text/xml") }),
  folder("a list of a folder's files", true, { "/.DS_Store": plain(Buffer.from([0, 0, 0, 1, 0x42, 0x75, 0x64, 0x31, 0, 0]), "application/octet-stream") }),
  folder("every name gets the start page", false, {}, () => always),
  folder("every name gets the same settings", false, {}, () => plain(environment)),
  folder("every name gets an environment with its own name in it", false, {}, (path) => plain(`${environment}ASKED_PATH=${path}\n`)),
  folder("nothing is there", false, {}),
  folder("an error page with status 200 that repeats the path", false, {}, (path) => htmlAnswer(`<h1>Not found</h1><p>${path.replaceAll("<", "")} is not here. DB_PASSWORD=`)),
  folder("an empty environment file", false, { "/.env": plain("") }),
  folder("a page about Git", false, { "/.git/HEAD": htmlAnswer("<p>ref: refs/heads/main is what HEAD holds") }),
  folder("every name is refused", false, {}, () => ({ status: 403, body: environment })),
  folder("an application's own measures page", false, { "/metrics": htmlAnswer("<h1>Metrics</h1><p># of orders: 7") }),
  folder("an application's own settings page", false, { "/env": jsonAnswer({ env: "production" }), "/actuator": jsonAnswer({ name: "valve" }) }),
];
