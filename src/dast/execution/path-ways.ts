// Ways to lead a file name out of its folder, each for one defence or one manner of opening files.
import type { KnownFile } from "./known-files.ts";
import { passwd, procStatusFile, webXmlFile, winIniFile } from "./known-files.ts";

/** One way to write the path of a file, given below the root ("etc/passwd"). undefined: the original offers nothing for it. */
export interface PathWay { id: string; file: KnownFile; write(path: string, original: string): string | undefined; /** Tried though nothing hints at a file. */ always: boolean }

// Deeper than applications stand: what is too much stays at the root (POSIX.1-2024 XBD 4.16).
const depth = 12;
const up = (step: string, times = depth): string => step.repeat(times);
const folderOf = (original: string): string | undefined => (/[/\\]/.test(original) ? original.replace(/[^/\\]*$/, "") : undefined);
const extensionOf = (original: string): string => /\.\w{1,5}$/.exec(original)?.[0] ?? ".html";
const nul = String.fromCharCode(0);

const unix = (id: string, write: PathWay["write"], always = false, file = passwd): PathWay => ({ id: `unix:${id}`, file, write, always });
const windows = (id: string, write: PathWay["write"], always = false): PathWay => ({ id: `windows:${id}`, file: winIniFile, write, always });
const java = (id: string, write: PathWay["write"], always = false): PathWay => ({ id: `java:${id}`, file: webXmlFile, write, always });

const unixWays: readonly PathWay[] = [
  unix("relative", (path) => up("../") + path, true),
  unix("absolute", (path) => `/${path}`, true),
  unix("null-byte", (path, original) => `${up("../")}${path}${nul}${extensionOf(original)}`, true),
  unix("file-url", (path) => `file:///${path}`, true),
  unix("kept-folder", (path, original) => { const folder = folderOf(original); return folder === undefined ? undefined : folder + up("../") + path; }, true),
  unix("kept-value", (path, original) => (original === "" ? undefined : `${original}/${up("../")}${path}`)),
  unix("rooted", (path) => `/${up("../")}${path}`),
  unix("nested", (path) => up("....//") + path),
  unix("nested-inside", (path) => up("..././") + path),
  unix("encoded", (path) => up("%2e%2e%2f") + path.replaceAll("/", "%2f")),
  unix("encoded-twice", (path) => up("%252e%252e%252f") + path.replaceAll("/", "%252f")),
  unix("absolute-null-byte", (path, original) => `/${path}${nul}${extensionOf(original)}`),
  // RFC 3986 2.3 and 5.3: what appends a suffix to a URL then appends it to the query or fragment.
  unix("file-url-query", (path) => `file:///${path}?`),
  unix("file-url-fragment", (path) => `file:///${path}#`),
  unix("kept-suffix", (path, original) => `${up("../")}${path}/.${extensionOf(original)}`),
  // RFC 3629 section 3: overlong forms that decoders of old took for "/" and ".".
  unix("overlong", (path) => up("..%c0%af") + path.replaceAll("/", "%c0%af")),
  unix("semicolon", (path) => up("..;/") + path),
  unix("mixed", (path) => up("..\\/") + path),
  unix("own-process", (path) => up("../") + path, false, procStatusFile),
];

const windowsWays: readonly PathWay[] = [
  windows("relative", (path) => up("..\\") + path.replaceAll("/", "\\"), true),
  windows("drive", (path) => `C:\\${path.replaceAll("/", "\\")}`),
  windows("forward", (path) => up("../") + path),
  windows("null-byte", (path, original) => `${up("..\\")}${path.replaceAll("/", "\\")}${nul}${extensionOf(original)}`),
  windows("file-url", (path) => `file:///C:/${path}`),
  windows("nested", (path) => up("....\\\\") + path.replaceAll("/", "\\")),
];

const javaWays: readonly PathWay[] = [
  java("rooted", (path) => `/${path}`, true),
  java("plain", (path) => path),
  ...[1, 2, 3, 4].map((times) => java(`relative-${times}`, (path) => up("../", times) + path, times === 1)),
  java("rooted-null-byte", (path, original) => `/${path}${nul}${extensionOf(original)}`),
  ...[1, 2, 3].map((times) => java(`nested-${times}`, (path) => up("....//", times) + path)),
  java("kept-folder", (path, original) => { const folder = folderOf(original); return folder === undefined ? undefined : `${folder}../${path}`; }),
];

/** In the order of what is most often open. */
export const pathWays: readonly PathWay[] = [...unixWays, ...javaWays, ...windowsWays];

const fileName = /file|path|doc|page|templ|dir|folder|incl|src|source|url|uri|img|image|load|read|view|theme|style|lang|locale|module|down|resource|content|target|conf|log|report|attach|media|layout|show|display|site|root|data/i;

/** Whether name or value speak of a file: then every way is worth its request. */
export const speaksOfFile = (name: string, value: string): boolean => /\.\w{1,5}$|[/\\]|^file:/i.test(value) || fileName.test(name.replace(/^.*\//, ""));
