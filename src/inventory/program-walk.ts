// Finds the files that may be programs: in the folders of programs and below the roots, judged by their names.
import { readBuildRecords } from "./build-records.ts";
import type { BuildRecords } from "./build-records.ts";
import type { ComponentReject } from "./component.ts";
import type { HostFiles } from "./extractor.ts";
import { filePaths, findFiles } from "./folder-walk.ts";
import type { FileFound } from "./folder-walk.ts";

export type ProgramRead = { kind: "program"; path: string; records: BuildRecords } | { kind: "reject"; reject: ComponentReject };

// FHS 3.0, 4.4 to 4.9, and where container tools keep their plug-ins; a link from /bin is found where it leads.
const folders = ["/usr/bin", "/usr/sbin", "/usr/libexec", "/usr/lib/docker", "/bin", "/sbin"];
const walk = { matches: (_folder: string, name: string) => mayBeProgram(name), maxDepth: 40, maxFolders: 250_000, maxFound: 250_000 };

// Sources, texts, pictures and archives: they are most of the files there are, and none of them is executed by the kernel.
const others = new Set([
  "a", "asm", "avif", "bat", "bmp", "bz2", "c", "cc", "class", "cjs", "cmake", "cnf", "conf", "cpp", "crt", "cs", "css", "csv", "cts", "db", "deb", "desktop", "diff", "dts", "eot", "erb", "fish", "gif", "go", "gz", "h", "hpp",
  "htm", "html", "ico", "idx", "inc", "ini", "ipynb", "jar", "java", "jpeg", "jpg", "js", "json", "jsx", "key", "kt", "less", "list", "lock", "log", "lua", "m4", "map", "markdown", "md", "md5sums", "mjs", "mk", "mo", "mts",
  "npy", "npz", "o", "otf", "pack", "patch", "pc", "pdf", "pem", "php", "pl", "pm", "png", "po", "pod", "proto", "properties", "ps1", "py", "pyc", "pyi", "pyx", "rb", "rev", "rlib", "rmeta", "rpm", "rs", "rst", "s", "sass",
  "scss", "sh", "sql", "svg", "tar", "tgz", "tmpl", "toml", "ts", "tsx", "ttf", "txt", "vim", "vue", "wasm", "webp", "whl", "woff", "woff2", "xml", "xz", "yaml", "yml", "zip", "zst",
]);

/** Regular files below the folders of programs and the roots whose names do not say that they are something else. */
const findPrograms = (files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<FileFound> =>
  findFiles(files, [...folders, ...roots], walk, signal);

export const programPaths = (files: HostFiles, roots: readonly string[]): Promise<string[]> => filePaths(findPrograms(files, roots, AbortSignal.timeout(60_000)));

const remembered = new WeakMap<HostFiles, { roots: readonly string[]; reads: readonly ProgramRead[] }>();

/** Every program that has build records, or some that cannot be read. In a snapshot each is read once, whoever asks. */
export async function* readPrograms(files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<ProgramRead> {
  const before = remembered.get(files);
  if (before?.roots.join("\0") === roots.join("\0")) { signal.throwIfAborted(); yield* before.reads; return; }
  const reads: ProgramRead[] = [];
  for await (const read of readAll(files, roots, signal)) {
    if (files.isSnapshot === true) reads.push(read);
    yield read;
  }
  if (files.isSnapshot === true) remembered.set(files, { roots, reads });
}

async function* readAll(files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<ProgramRead> {
  for await (const found of findPrograms(files, roots, signal)) {
    if (found.kind === "reject") { yield found; continue; }
    const file = await files.open(found.path);
    if (file === undefined) continue;
    try {
      const records = isRunnable(found.path, file) ? readBuildRecords(file) : undefined;
      if (records?.go ?? records?.rust ?? records?.problem) yield { kind: "program", path: found.path, records: records ?? {} };
    } finally {
      file.close();
    }
  }
}

// Windows has no mode that says so.
export const isRunnable = (path: string, { isExecutable }: { isExecutable: boolean }): boolean => isExecutable || path.toLowerCase().endsWith(".exe");

function mayBeProgram(name: string): boolean {
  const dot = name.lastIndexOf(".");
  return dot <= 0 || !others.has(name.slice(dot + 1).toLowerCase());
}
