// pip's requirements files: pins, hashes, markers, and the files they include.
// Source: pip's documentation, "Requirements File Format", and PEP 508.
import type { LockfileFile, LockfilePart, Neighbours } from "../lockfile.ts";
import { defineLockfile, fileName } from "../lockfile.ts";
import { localPart, packagePart, rejectPart, shown } from "../lockfile-parts.ts";
import { place } from "../lockfile-text.ts";
import { inArchiveName, normalName, parseRequirement, partFromUrl, pinned, pypi, repositoryIn } from "../python-requirement.ts";

export const requirements = defineLockfile({
  id: "requirements",
  about: "pip's requirements files: requirements.txt, requirements-*.txt, requirements/*.txt.",
  // A .in file is what pip-compile starts from, and pins nothing.
  recognises: (path) => /(?:^|[-_.])requirements(?:[-_.][\w.-]*)?\.txt$/i.test(fileName(path)) || /(?:^|\/)requirements\/[^/]+\.txt$/i.test(path),
  read,
});

/** One requirement or option: continued lines joined, comments kept apart, because pip-compile tells there who needs it. */
interface Line { text: string; at: string; comment: string }
interface Reading { near: Neighbours; pins: Map<string, string>; seen: Set<string>; files: number }

const maxFiles = 200;

async function* read(file: LockfileFile, near: Neighbours): AsyncGenerator<LockfilePart> {
  const reading: Reading = { near, pins: new Map(), seen: new Set(), files: 0 };
  // Constraints hold for the whole run wherever they are named (pip, "Constraints Files"), so they are read first.
  const lines: Line[] = [];
  yield* gather(file, "", reading, lines);
  for (const line of lines) yield partOf(line, reading.pins);
}

/** Follows -r and -c; paths in an included file are relative to that file. */
async function* gather(file: LockfileFile, folder: string, reading: Reading, lines: Line[] | undefined): AsyncGenerator<LockfilePart> {
  reading.seen.add(file.path);
  for (const line of linesOf(file)) {
    const [, option = "", value = ""] = /^(-[a-zA-Z]|--[a-z-]+)(?:\s+|=|(?<=^-[a-zA-Z]))(.*)$/.exec(line.text) ?? [];
    if (option === "-r" || option === "--requirement") yield* include(value, line.at, folder, reading, lines);
    else if (option === "-c" || option === "--constraint") yield* include(value, line.at, folder, reading, undefined);
    else if (option === "-e" || option === "--editable") { if (lines) lines.push({ ...line, text: value.trim() }); }
    else if (line.text.startsWith("-")) continue;
    else if (lines) lines.push(line);
    else takeConstraint(line, reading);
  }
}

async function* include(value: string, at: string, folder: string, reading: Reading, lines: Line[] | undefined): AsyncGenerator<LockfilePart> {
  const named = value.trim().replace(/^(["'])(.*)\1$/, "$2");
  if (/^[a-z][a-z+]*:\/\//i.test(named)) { yield rejectPart(at, "malformed", `It includes ${shown(named)}, which is not fetched.`); return; }
  const path = `${folder}${named}`;
  const file = await reading.near.read(path);
  if (file === undefined) { yield rejectPart(at, "malformed", `It includes ${shown(named)}, which is not there or lies outside of the target.`); return; }
  if (reading.seen.has(file.path)) return;
  if (++reading.files > maxFiles) { yield rejectPart(at, "too-many", `More than ${maxFiles} files are included.`); return; }
  yield* gather(file, path.slice(0, path.lastIndexOf("/") + 1), reading, lines);
}

function takeConstraint({ text }: Line, { pins }: Reading): void {
  const one = parseRequirement(withoutOptions(text));
  const version = one && pinned(one.specifier);
  if (one && version !== undefined) pins.set(normalName(one.name), version);
}

// "name==1.0 --hash=sha256:..." (pip, "Per-requirement Overrides").
const withoutOptions = (text: string): string => text.replace(/\s--?[a-z][\w-]*(?:[= ].*)?$/s, "");

function partOf({ text: whole, at, comment }: Line, pins: ReadonlyMap<string, string>): LockfilePart {
  const text = withoutOptions(whole);
  const direct = directOf(comment);
  if (/^(?:\.{0,2}\/|\.{1,2}$|file:)/.test(text) || /^[^\s=@]*\/[^\s=@]*$/.test(text)) return fromPath(text, at);
  if (repositoryIn(text) || /^https?:\/\//.test(text)) return fromAddress(text, at);
  const one = parseRequirement(text);
  if (one === undefined) return rejectPart(at, "malformed", `The line is no requirement of PEP 508: ${shown(text)}`);
  const found = { ...pypi(one.name), at, direct };
  if (one.url !== undefined) return one.url.startsWith("file:") ? fromPath(one.url, at) : partFromUrl({ ...found, version: undefined }, one.url);
  const version = pinned(one.specifier) ?? pins.get(normalName(one.name));
  if (version !== undefined) return packagePart({ ...found, version });
  return rejectPart(at, "no-version", `${one.specifier === "" ? "No version is given" : `${shown(one.specifier)} allows several versions`}: pin it with ==, or scan the environment it is installed in.`, one.name);
}

function fromPath(path: string, at: string): LockfilePart {
  const archive = inArchiveName(path);
  return archive ? packagePart({ ...pypi(archive.name), version: archive.version, qualifiers: { file_name: path.replace(/^.*\//, "") }, at }) : localPart(at, undefined, `It is code on this machine: ${shown(path)}.`);
}

function fromAddress(url: string, at: string): LockfilePart {
  const name = /[#&]egg=([\w.-]+)/.exec(url)?.[1] ?? inArchiveName(url)?.name ?? /\/([\w.-]+?)(?:\.git)?(?:@[^/]*)?(?:#.*)?$/.exec(url)?.[1];
  return name === undefined ? rejectPart(at, "malformed", `The address tells no name: ${shown(url)}`) : partFromUrl({ ...pypi(name), version: undefined, at }, url);
}

/** pip-compile and uv write "# via flask" for what another package needs, "# via -r requirements.in" for what a person asked for. */
function directOf(comment: string): boolean | undefined {
  if (!/\bvia\b/.test(comment)) return undefined;
  return /(?:^|\s)-[rc] |\(pyproject\.toml\)|pyproject\.toml|setup\.(?:py|cfg)/.test(comment);
}

/** Lines joined at a backslash; a comment begins the line or follows white space (pip, "Comments"). */
function linesOf(file: LockfileFile): Line[] {
  const lines: Line[] = [];
  let open: { text: string[]; line: number } | undefined;
  file.text.split(/\r?\n/).forEach((raw, index) => {
    const comment = /(?:^|\s)#(.*)$/.exec(raw);
    const text = comment ? raw.slice(0, comment.index) : raw;
    const last = lines.at(-1);
    if (comment && text.trim() === "" && last && !open) { last.comment += ` ${comment[1] ?? ""}`; return; }
    open ??= { text: [], line: index + 1 };
    open.text.push(text.replace(/\\\s*$/, " "));
    if (/\\\s*$/.test(text)) return;
    const joined = open.text.join("").trim();
    if (joined !== "") lines.push({ text: joined, at: place(file.path, open.line), comment: comment?.[1] ?? "" });
    open = undefined;
  });
  const rest = open === undefined ? "" : (open as { text: string[] }).text.join("").trim();
  if (rest !== "") lines.push({ text: rest, at: place(file.path, undefined), comment: "" });
  return lines;
}

