// Files that tell which component they are of, by where they lie and how they are called; and events that see them loaded.
import type { Instant } from "../kernel/clock.ts";
import { parsePurl } from "../versions/purl.ts";
import type { Purl } from "../versions/purl.ts";
import type { RuntimeEvent } from "./event.ts";

export interface SeenPath { path: string; how: "mapped" | "open"; at: Instant }

const longestPath = 1024;
const archive = /\.(?:jar|war|ear)$/i;
const library = /\.(?:so(?:\.[\d.]+)?|node|pyd)$/;
const modules = /\/(?:node_modules|site-packages|dist-packages|gems)\/[^/]+/;
const reading = /^(?:open|openat|openat2|read|security_file_open|security_mmap_file|mmap|fd_install)$/;

/** The file of a component that the event saw loaded, or opened for reading; undefined when it tells of none. */
export function loadedFrom({ logsource: { category }, fields, at }: Pick<RuntimeEvent, "logsource" | "fields" | "at">): SeenPath | undefined {
  if (category === "image_load") return pathOf(fields["ImageLoaded"] ?? fields["TargetFilename"], "mapped", at);
  if (category === "file_access") return pathOf(fields["FileName"] ?? fields["TargetFilename"], "open", at);
  const call = fields["function"] ?? fields["evt.type"] ?? fields["SyscallName"];
  return category === "file_event" && typeof call === "string" && reading.test(call) && !isWriting(fields) ? pathOf(fields["TargetFilename"], "open", at) : undefined;
}

// Writing a jar is not running it.
const isWriting = (fields: RuntimeEvent["fields"]): boolean => fields["evt.is_open_write"] === true || fields["evt.is_open_write"] === "true" || fields["is_write"] === "true";

function pathOf(value: unknown, how: SeenPath["how"], at: Instant): SeenPath | undefined {
  if (typeof value !== "string" || value.length > longestPath) return undefined;
  return archive.test(value) || library.test(value) || modules.test(value) ? { path: value, how, at } : undefined;
}

/** Whether a file by this path is a file of the component. Names without a version in them prove the package, as a release holds one of each. */
export function provesLoaded(path: string, purl: string): boolean {
  const read = parsePurl(purl);
  return read !== undefined && (proofs[read.type]?.(path, read) ?? false);
}

const proofs: Readonly<Record<string, (path: string, purl: Purl) => boolean>> = {
  // "log4j-core-2.14.1.jar", "log4j-core.jar"; another version of it is another component.
  maven: (path, { name, version }) => { const file = last(path).replace(archive, ""); return archive.test(path) && (file === name || file === `${name}-${version}`); },
  npm: (path, { namespace, name }) => insideOf(path, "node_modules", namespace === undefined ? name : `${namespace}/${name}`),
  pypi: (path, { name }) => [...path.matchAll(/\/(?:site|dist)-packages\/([^/]+?)(?:\.cpython-[^/]*\.so|\.abi3\.so|\.so|\.py)?(?=\/|$)/g)].some(([, folder]) => pythonName(folder ?? "") === pythonName(name)),
  gem: (path, { name, version }) => path.includes(`/gems/${name}-${version}/`),
  // Debian policy 8.1: the package of a shared library is called after its soname, "libssl.so.3" is in libssl3.
  deb: (path, { name }) => sonames(path).some((soname) => name === soname || name === `${soname}t64`),
};

const last = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
// PyPA, "Names and normalization"; modules write "_" where projects write "-".
const pythonName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, "-");

/** Directly in the folder of modules, the innermost one: what lies in its own node_modules is another package. */
function insideOf(path: string, folder: string, name: string): boolean {
  const at = path.lastIndexOf(`/${folder}/`);
  return at >= 0 && path.slice(at + folder.length + 2).startsWith(`${name}/`);
}

function sonames(path: string): string[] {
  const [, name = "", version] = /^(lib[^/]+?)\.so(?:\.(\d+))?[\d.]*$/.exec(last(path)) ?? [];
  if (name === "") return [];
  const plain = name.toLowerCase().replaceAll("_", "-");
  return version === undefined ? [plain] : [`${plain}${/\d$/.test(plain) ? "-" : ""}${version}`];
}
