// The options of a test from outside. Data alone, for the help reads it.
import type { OptionSpec } from "./command.ts";

export const dastRunOptions: readonly OptionSpec[] = [
  { flags: "--profile <profile>", about: "passive, production (default), staging, full, api; classes beyond", choices: ["passive", "production", "staging", "full", "api"] }, { flags: "--opt-in <class>", about: "a class of risk beyond the profile", repeats: true, beside: true },
  { flags: "--auth-file <file>", about: "identities (YAML, JSON); headers of one more" }, { flags: "--header <line>", about: "\"Name: value\" on every request", repeats: true, beside: true },
  { flags: "--openapi <file>", about: "OpenAPI, GraphQL, Postman, HAR, WSDL; lists of URLs", repeats: true }, { flags: "--description <file>", about: "the same", repeats: true, beside: true }, { flags: "--urls <file>", about: "a list of URLs, one a line", repeats: true, beside: true },
  { flags: "--templates <dir>", about: "test templates, of these tags only" }, { flags: "--template-tags <tags>", about: "comma-separated", beside: true },
  { flags: "--include <path>", about: "prefixes or globs within, and never requested", repeats: true }, { flags: "--exclude <path>", about: "never requested", repeats: true, beside: true },
  { flags: "--check <id>", about: "only these checks, or all but these", repeats: true }, { flags: "--except <id>", about: "all but these", repeats: true, beside: true },
  { flags: "--budget <limits>", about: "requests=20000,rate=10,time=30m,bytes=500M,concurrency=2" }, { flags: "--seed <text>", about: "of the payloads", beside: true },
  { flags: "--browser <path>", about: "off, or Chromium's program; found by itself" }, { flags: "--oob <at>", about: "our listener: HOST:PORT[,name=HOST][,dns=PORT/DOMAIN]", beside: true },
  { flags: "--plan <file>", about: "a ZAP automation plan; what it has no place for is told" },
  { flags: "--resume", about: "go on with what was stopped; where scans are kept" }, { flags: "--out <dir>", about: "where scans are kept", beside: true },
  { flags: "-o, --format <format>", about: "table, json, jsonl, sarif, html, junit, markdown; =FILE", repeats: true },
  { flags: "--fail-on <words>", about: "critical, high, medium, low, info; regressed, not-retested", repeats: true },
  { flags: "--server", about: "start it on the server, and follow it" },
];
