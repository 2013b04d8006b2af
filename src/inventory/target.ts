// Reads whatever a person points at: an SBOM, a lock file, a folder of projects, the root of a file system, or standard input.
import { Fault, isFault } from "../kernel/fault.ts";
import { openDocument, peekBytes } from "./document-bytes.ts";
import type { HostFile, HostFiles } from "./extractor.ts";
import { sbomLimits } from "./sbom-format.ts";
import { readSbom } from "./sbom-reader.ts";
import type { TargetOptions, TargetSummary } from "./target-summary.ts";

export type { TargetOptions, TargetSource, TargetSummary } from "./target-summary.ts";

/**
 * Reads a target. path: absolute on `files`, or "-" for standard input. Places in what comes back are relative to the
 * folder, or the file's own name. Throws a Fault (target.*, lockfile.*, sbom.*) when nothing of the target can be used.
 */
export async function readTarget(path: string, files: HostFiles, options: TargetOptions = {}): Promise<TargetSummary> {
  if (path === "-") return readStandardInput(options);
  const plain = path.replace(/(?<=[^/])\/+$/, "");
  const file = await files.open(plain);
  if (file !== undefined) return readFileTarget(plain, file, files, options);
  if ((await files.stamp(plain)) === undefined) throw new Fault("target.not-found", { detail: `${path} is not there, or may not be read.`, places: [{ at: path, rule: "a file or a folder" }] });
  const { readRoot, isRoot, readFolder } = await import("./target-folder.ts");
  const base = plain === "/" ? "" : plain;
  return options.isImage === true || (await isRoot(files, base)) ? readRoot(files, base, options) : readFolder(files, base, options);
}

async function readStandardInput({ stdin, as }: TargetOptions): Promise<TargetSummary> {
  if (stdin === undefined) throw new Fault("target.not-found", { detail: "Nothing comes on standard input.", places: [{ at: "-", rule: "an SBOM on standard input" }] });
  if (as !== undefined && as !== "sbom") throw new Fault("target.unrecognised", { detail: `Standard input is read as an SBOM, not as ${as}.`, places: [{ at: "-", rule: "an SBOM", mend: "Give the lock file's path: some formats need the files beside it." }] });
  return readSbomTarget("-", stdin);
}

async function readFileTarget(path: string, file: HostFile, files: HostFiles, options: TargetOptions): Promise<TargetSummary> {
  try {
    // An SBOM is nearly always known by its first bytes; then the readers of lock files are not even loaded.
    if (options.as === "sbom" || (options.as === undefined && (await isSbom(file)))) return await readSbomTarget(path, bytesOf(file));
  } finally {
    file.close();
  }
  const { isLockfileName } = await import("./lockfile-reader.ts");
  const { readOneLockfile } = await import("./target-folder.ts");
  if (options.as !== undefined || isLockfileName(path.slice(1))) return readOneLockfile(path, files, options);
  return unrecognised(path, files);
}

// readSbom knows many documents that are no SBOM by their looks, and says what to do with them.
async function unrecognised(path: string, files: HostFiles): Promise<TargetSummary> {
  const file = await files.open(path);
  if (file === undefined) throw new Fault("target.not-found", { detail: `${path} is gone.`, places: [{ at: path, rule: "a file that stays" }] });
  try {
    return await readSbomTarget(path, bytesOf(file));
  } catch (cause) {
    if (!isFault(cause, "sbom.unrecognised")) throw cause;
    throw new Fault("target.unrecognised", { detail: `${path}: ${cause.detail ?? ""}`, places: cause.places }, cause);
  } finally {
    file.close();
  }
}

const startBytes = 4096;
// What only an SBOM says of itself. Its readers ask less, because they may: "packages" is a key of SPDX, and of npm.
const marks = /"(?:bomFormat|spdxVersion)"\s*:|^\s*SPDXVersion:|cyclonedx\.org\/schema\/bom\//m;

async function isSbom(file: HostFile): Promise<boolean> {
  try {
    const { start } = await peekBytes(openDocument(bytesOf(file), sbomLimits).text, startBytes);
    return marks.test(start.toString("utf8"));
  } catch (cause) {
    // Not text, or a broken archive: whether it is a lock file its name says.
    if (isFault(cause)) return false;
    throw cause;
  }
}

const pieceBytes = 64 * 1024;

async function* bytesOf(file: HostFile): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.sizeBytes; at += pieceBytes) yield file.read(at, Math.min(pieceBytes, file.sizeBytes - at));
}

async function readSbomTarget(path: string, bytes: AsyncIterable<Uint8Array>): Promise<TargetSummary> {
  const { head, components, rejects, notes, counts, digest } = await readSbom(bytes);
  return {
    kind: "sbom", sources: [{ path, format: head.format, components: counts.components + counts.duplicates }], failed: [], head, digest,
    components, rejects, locals: [], notes, counts: { ...counts, local: 0 },
  };
}
