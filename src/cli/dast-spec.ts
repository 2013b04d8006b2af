// What is asked of a scan by flags and plan: flags stand before the plan, the plan before the profile.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { SpecPart } from "../app/dast/scan-spec.ts";
import type { IdentitySpec } from "../dast/identities/identity.ts";
import { readAutomationPlan } from "../dast/imports/automation-plan.ts";
import type { AutomationPlan } from "../dast/imports/automation-plan.ts";
import type { ProfileId } from "../dast/profile.ts";
import { risks } from "../dast/risk.ts";
import type { Risk } from "../dast/risk.ts";
import type { DescriptionSource, ScanSpec } from "../dast/scan.ts";
import { Fault } from "../kernel/fault.ts";
import type { CommandCall } from "./command.ts";
import { budgetFrom } from "./dast-budget.ts";
import { readIdentities } from "./dast-identities.ts";
import { readText } from "./text-file.ts";

/** plan: undefined without --plan. */
export interface AskedScan { url: string; part: SpecPart; plan: AutomationPlan | undefined }

/** Throws cli.usage, or the fault of a file that cannot be used. */
export async function askedScan(call: CommandCall): Promise<AskedScan> {
  const file = call.text("plan");
  const plan = file === undefined ? undefined : readAutomationPlan(await readText(call.io, file), call.io.env);
  const given = call.arguments[0] ?? plan?.url;
  if (given === undefined) throw new Fault("cli.usage", { detail: file === undefined ? "A URL is needed, or a plan that names one." : `${file} names no URL: give one.` });
  for (const { at, why } of plan?.left ?? []) call.say(`plan ${file}: ${at} is not taken over: ${why}`);
  const url = /^https?:\/\//i.test(given) || !/^[\w.-]+(?::\d+)?(?:\/|$)/.test(given) ? given : `http://${given}`;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new Fault("cli.usage", { detail: `${given} is no http or https URL.` });
  return { url, plan, part: { ...plan?.spec, ...await ownPart(call, plan?.spec.scope, plan?.spec) } as SpecPart };
}

async function ownPart(call: CommandCall, planned: SpecPart["scope"], plan: AutomationPlan["spec"] | undefined): Promise<SpecPart> {
  const optIn = call.texts("optIn").flatMap((text) => text.split(",")).map(riskNamed);
  const [include, exclude, only, except] = [listed(call, "include"), listed(call, "exclude"), listed(call, "check"), listed(call, "except")];
  const identities = await identitiesOf(call);
  const descriptions = [...descriptionsOf(call, "openapi"), ...descriptionsOf(call, "description"), ...descriptionsOf(call, "urls")];
  const [profile, seed, templates, browser, outOfBand] = [call.text("profile"), call.text("seed"), templatesOf(call), browserOf(call), listenerOf(call.text("oob"))];
  return {
    ...(profile === undefined ? {} : { profile: profile as ProfileId }), ...(optIn.length > 0 ? { optIn } : {}), ...(seed === undefined ? {} : { seed }), ...(templates === undefined ? {} : { templates }), ...(browser === undefined ? {} : { browser }), ...(outOfBand === undefined ? {} : { outOfBand }),
    ...(include.length + exclude.length > 0 || planned !== undefined ? { scope: { ...planned, ...(include.length > 0 ? { include } : {}), exclude: [...planned?.exclude ?? [], ...exclude] } } : {}), ...(only.length + except.length > 0 ? { checks: { only, except } } : {}),
    ...(call.text("budget") === undefined ? {} : { budget: { ...plan?.budget, ...budgetFrom(call.text("budget")) } }), ...(identities.length > 0 ? { identities } : {}), ...(descriptions.length > 0 ? { descriptions: [...plan?.descriptions ?? [], ...descriptions] } : {}),
  };
}

const listed = (call: CommandCall, name: string): string[] => call.texts(name).flatMap((text) => text.split(",")).map((one) => one.trim()).filter((one) => one !== "");

function riskNamed(text: string): Risk {
  const found = risks.find((one) => one === text.trim());
  if (found === undefined) throw new Fault("cli.usage", { detail: `--opt-in ${text} is no class of risk; there are ${risks.join(", ")}.` });
  return found;
}

/** --header makes an identity of its own when no file names one, and is worn by the first of the file that logs in with headers. */
async function identitiesOf(call: CommandCall): Promise<IdentitySpec[]> {
  const file = call.text("authFile");
  const own = file === undefined ? [] : await readIdentities(await readText(call.io, file));
  const lines = call.texts("header").map((line) => {
    const [, name, value] = /^([!#$%&'*+.^`|~\w-]+):\s*(.*)$/s.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Fault("cli.usage", { detail: `--header "${line}" is not "Name: value".` });
    return [name, value] as const;
  });
  if (lines.length === 0) return own;
  if (own.some(({ name }) => name === "header")) throw new Fault("cli.usage", { detail: "The file of identities names one \"header\", which --header makes." });
  return [...own, { name: "header", login: { kind: "header", headers: Object.fromEntries(lines) }, assertion: undefined, logoutUrls: [] }];
}

function descriptionsOf(call: CommandCall, name: "openapi" | "description" | "urls"): DescriptionSource[] {
  return call.texts(name).map((from) => {
    if (/^https?:\/\//i.test(from)) return { from, format: undefined };
    const path = resolve(call.io.cwd, from);
    if (!existsSync(path)) throw new Fault("cli.usage", { detail: `--${name} ${from} is not there.` });
    return { from: path, format: name === "urls" ? "list" : undefined };
  });
}

function templatesOf(call: CommandCall): NonNullable<ScanSpec["templates"]> | undefined {
  const from = call.text("templates");
  if (from === undefined) { if (call.text("templateTags") !== undefined) throw new Fault("cli.usage", { detail: "--template-tags needs --templates." }); return undefined; }
  if (!existsSync(resolve(call.io.cwd, from))) throw new Fault("cli.usage", { detail: `--templates ${from} is not there.` });
  return { from: resolve(call.io.cwd, from), tags: (call.text("templateTags") ?? "").split(",").map((tag) => tag.trim()).filter((tag) => tag !== ""), cves: [], onlyCves: false };
}

function browserOf(call: CommandCall): ScanSpec["browser"] | undefined {
  const text = call.text("browser");
  if (text === undefined) return undefined;
  return text === "off" || text === "auto" ? text : { executable: resolve(call.io.cwd, text) };
}

/** "0.0.0.0:8999,name=ci.example,dns=8053/oob.example": name is what the target calls it by. */
export function listenerOf(text: string | undefined): NonNullable<ScanSpec["outOfBand"]> | undefined {
  if (text === undefined) return undefined;
  const [place = "", ...more] = text.split(",").map((one) => one.trim());
  const [, host, port] = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(place) ?? [];
  const said = Object.fromEntries(more.map((one) => one.split("=", 2) as [string, string]));
  const [, dnsPort, domain] = /^(\d{1,5})\/([\w.-]+)$/.exec(said["dns"] ?? "") ?? [];
  const strange = Object.keys(said).filter((name) => name !== "name" && name !== "dns");
  if (host === undefined || Number(port) > 65_535 || strange.length > 0 || (said["dns"] !== undefined && domain === undefined)) throw new Fault("cli.usage", { detail: `--oob ${text} is not HOST:PORT[,name=HOST][,dns=PORT/DOMAIN].` });
  return { host, port: Number(port), publicName: said["name"] ?? host, dns: domain === undefined ? undefined : { port: Number(dnsPort), domain } };
}
