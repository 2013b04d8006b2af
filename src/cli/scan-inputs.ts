// What a scan is given: the index, the target, statements and rules; each read with its place told when it cannot be.
import { open, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { AdvisoryIndex } from "../advisories/advisory-index/advisory-index.ts";
import type { Component } from "../inventory/component.ts";
import type { Extractor, HostFiles } from "../inventory/extractor.ts";
import type { TargetSummary } from "../inventory/target-summary.ts";
import { Fault, isFault, messageOf } from "../kernel/fault.ts";
import type { Coverings, ScanTarget } from "../feedback/report.ts";
import type { IgnoreRule } from "../matching/scan-cover.ts";
import type { VexStatement } from "../matching/vex-document.ts";
import type { CommandCall } from "./command.ts";

type Call = Pick<CommandCall, "io" | "text" | "texts" | "flag" | "say" | "progress" | "detail">;

/** The settings are read only when the place is not told: they cost a tenth of a cold scan. */
async function indexPlace({ io, text }: Pick<Call, "io" | "text">): Promise<string> {
  const told = text("db") || io.env["AFTWATCH_DB"];
  if (told) return resolve(io.cwd, told);
  const { advisoryIndexPlace } = await import("../app/advisory-index/advisory-index-place.ts");
  return advisoryIndexPlace({ env: io.env, cwd: io.cwd, home: io.home });
}

export async function openScanIndex(call: CommandCall): Promise<AdvisoryIndex> {
  const [{ openAdvisoryIndex }, place] = await Promise.all([import("../advisories/advisory-index/open-index.ts"), indexPlace(call)]);
  call.detail(`advisory index ${place}`);
  try { return openAdvisoryIndex(place); } catch (cause) {
    if (call.flag("offline") || !isFault(cause, "index.missing")) throw cause;
    await fetchIndex(call, place);
    return openAdvisoryIndex(place);
  }
}

/** The first scan on a machine brings its own advisories; every later one takes what is there. */
async function fetchIndex(call: CommandCall, place: string): Promise<void> {
  call.say(`There is no advisory index in ${place} yet; it is fetched now, as \`aftwatch db update\` does.`);
  const [{ commands }, { createOutput }] = await Promise.all([import("./commands/db.ts"), import("./output.ts")]);
  const update = commands.find(({ path }) => path === "db update");
  const silent = createOutput({ write: () => {}, isTty: false, columns: 80 }, "json", false);
  const code = await update?.run({ ...call, output: silent, text: (option) => (option === "db" ? place : undefined) });
  if (code === 3) throw new Fault("http.unreachable", { detail: "The advisory index could not be fetched whole." });
}

// Documents of statements are small; a limit keeps a wrong file from filling the memory.
const maxDocumentBytes = 256 * 1024 * 1024;

async function readDocument({ io }: Pick<Call, "io">, path: string): Promise<string> {
  const full = resolve(io.cwd, path);
  const found = await stat(full).catch((cause: unknown) => { throw new Fault("cli.usage", { detail: `${path} cannot be read: ${messageOf(cause)}.` }, cause); });
  if (found.isDirectory() || found.size > maxDocumentBytes) throw new Fault("cli.usage", { detail: `${path} is ${found.isDirectory() ? "a folder" : `larger than ${maxDocumentBytes} bytes`}.` });
  return readFile(full, "utf8");
}

/** YAML reads JSON too, but for JSON the parser of the language is there already. */
export async function readRulesFile(call: Pick<Call, "io">, path: string): Promise<unknown> {
  const text = await readDocument(call, path);
  try {
    if (/^\s*[{[]/.test(text)) return JSON.parse(text);
    const { load } = await import("js-yaml");
    return load(text);
  } catch (cause) {
    throw new Fault("policy.invalid", { detail: `${path} is neither YAML nor JSON.`, places: [{ at: path, rule: messageOf(cause) }] }, cause);
  }
}

export interface Covers { statements: readonly VexStatement[]; ignores: readonly IgnoreRule[]; coverings: Coverings }

/** Statements of --vex and rules of --ignore. */
export async function readCovers(call: Call, at: number): Promise<Covers> {
  const [vex, ignore] = [call.texts("vex"), call.texts("ignore")];
  const documents = await Promise.all(vex.map(async (path) => ({ path, ...(await import("../matching/vex-reader.ts")).readVex(await readDocument(call, path), path) })));
  const ignores = (await Promise.all(ignore.map(async (path) => (await import("../matching/scan-ignores.ts")).readIgnores(await readRulesFile(call, path), path)))).flat();
  const statements = documents.flatMap((document) => document.statements);
  const rejects = documents.flatMap(({ path, rejects: all }) => all.map((reject) => ({ document: path, ...reject })));
  for (const { document, at: place, reason } of rejects) call.say(`${document} ${place}: ${reason}; this statement is not used`);
  const expired = ignores.filter(({ until }) => until <= at).map(({ vulnerability, document, until }) => ({ vulnerability, document, until }));
  return { statements, ignores, coverings: { documents: documents.length, statements: statements.length, rejects, expired } };
}

export interface ReadTarget { target: ScanTarget; components: readonly Component[] }

/** Whatever lies at the path, an image among it, or an SBOM on standard input. */
export async function readScanTarget(call: Call, path: string): Promise<ReadTarget> {
  const [{ readTarget }, { createHostFiles }] = await Promise.all([import("../inventory/target.ts"), import("../inventory/host-files.ts")]);
  const { io } = call;
  const as = call.text("as");
  const index = await openJarIndex(call);
  const common = { signal: io.signal, ...(index && { use: index.use }) };
  const options = { ...common, ...(as === undefined ? {} : { as }), stdin: io.input, rootedAt: createHostFiles };
  const full = path === "-" ? "-" : resolve(io.cwd, path);
  if (path === "-" || as !== undefined || !(await isImage(full))) {
    const bar = call.progress.start("files looked at", undefined, "records");
    try { return targetFrom(path, await readTarget(full, counted(createHostFiles(), bar), options)); } finally { bar.end(); index?.close(); }
  }
  const { imageFiles } = await import("../inventory/image-files.ts");
  const image = await imageFiles(full, { signal: io.signal, ...imageChoice(call.text("image")) });
  try {
    const summary = await readTarget("/", image, { ...common, isImage: true });
    return targetFrom(path, { ...summary, rejects: [...summary.rejects, ...image.rejects] });
  } finally { image.close(); index?.close(); }
}

/** "linux/arm64/v8" is a platform as the OCI image index writes it; all else is a tag or a digest. */
function imageChoice(name: string | undefined): { platform?: string; reference?: string } {
  if (name === undefined) return {};
  return /^(?:linux|windows|freebsd|darwin)\/[\w.]+(?:\/\w+)?$/.test(name) ? { platform: name } : { reference: name };
}

/** The extractors, with the one for Java knowing archives that carry no metadata; what is no index is told before anything is read. */
async function openJarIndex({ io, text }: Pick<Call, "io" | "text">): Promise<{ use: readonly Extractor[]; close(): void } | undefined> {
  const path = text("jarIndex");
  if (path === undefined) return undefined;
  const [{ openSha1Index }, { extractors }, { createJars }] = await Promise.all([import("../inventory/sha1-index.ts"), import("../inventory/extractors/index.ts"), import("../inventory/extractors/jars/jars.ts")]);
  try {
    const index = openSha1Index(resolve(io.cwd, path));
    return { use: extractors.all.map((one) => (one.id === "jars" ? createJars({ index }) : one)), close: () => { index.close(); } };
  } catch (cause) {
    throw new Fault("cli.usage", { detail: `--jar-index ${path} cannot be read: ${messageOf(cause)}.` }, cause);
  }
}

/** The same files; every one that is looked at is told. */
function counted(files: HostFiles, bar: { at(done: number): void }): HostFiles {
  let done = 0;
  const told = <T>(answer: T): T => { bar.at(++done); return answer; };
  return { ...files, open: (path) => told(files.open(path)), readText: (path) => told(files.readText(path)), stamp: (path) => told(files.stamp(path)) };
}

const tarMagicAt = 257;

/**
 * `docker save` writes one tar file, whatever it is called; an OCI layout is a folder with this file in it (OCI image specification,
 * "Image Layout"). A packed tar file goes there by its name, to be told how to unpack it.
 */
async function isImage(path: string): Promise<boolean> {
  if (/\.(?:tar(?:\.(?:gz|zst))?|tgz)$/i.test(path)) return true;
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) return found !== undefined && (await stat(join(path, "oci-layout")).catch(() => undefined))?.isFile() === true;
  const file = await open(path).catch(() => undefined);
  try {
    // POSIX 1003.1, "ustar Interchange Format".
    return (await file?.read(Buffer.alloc(5), 0, 5, tarMagicAt))?.buffer.toString("latin1") === "ustar";
  } finally {
    await file?.close();
  }
}

function targetFrom(path: string, { kind, head, components, sources, failed, rejects, notes, locals }: TargetSummary): ReadTarget {
  return { components, target: { path, base: kind === "folder" ? path : ".", subject: head?.subject, sources, failed, locals: locals.length, rejects, notes } };
}
