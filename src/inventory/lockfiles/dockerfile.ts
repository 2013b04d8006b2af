// Dockerfile and Containerfile: the images a build starts from and copies from.
// Source: the Dockerfile reference, FROM, ARG, COPY --from; the purl type definition "docker".
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, fileName } from "../lockfile.ts";
import { notePart, packagePart, rejectPart, shown } from "../lockfile-parts.ts";
import { place } from "../lockfile-text.ts";

export const dockerfile = defineLockfile({
  id: "dockerfile",
  about: "Base images of Dockerfiles and Containerfiles.",
  recognises: (path) => /^(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$|\.(?:[Dd]ockerfile|[Cc]ontainerfile)$/.test(fileName(path)),
  read,
});

interface Instruction { verb: string; rest: string; line: number }

function* read(file: LockfileFile): Generator<LockfilePart> {
  const args = new Map<string, string>();
  const stages = new Set<string>();
  let isBeforeStages = true;
  let images = 0;
  for (const { verb, rest, line } of instructionsOf(file.text)) {
    const at = place(file.path, line);
    // Only what stands before the first FROM counts in one (Dockerfile reference, "ARG and FROM interaction").
    if (verb === "ARG" && isBeforeStages) for (const [, name = "", quoted, plain] of rest.matchAll(/(\w+)(?:=(?:["']([^"']*)["']|(\S*)))?/g)) { const value = quoted ?? plain; if (value !== undefined) args.set(name, value); }
    const from = verb === "FROM" ? /^(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(rest) : verb === "COPY" || verb === "ADD" ? /^(?:--\S+\s+)*?--from=(\S+)/.exec(rest) : undefined;
    if (verb === "FROM") isBeforeStages = false;
    if (!from) continue;
    const image = expanded(from[1] ?? "", args);
    // A stage goes before an image of the same name; stages are also counted from 0.
    if (image !== "scratch" && !stages.has(image.toLowerCase()) && !(verb !== "FROM" && /^\d+$/.test(image))) { images++; yield imagePart(image, at); }
    if (from[2] !== undefined) stages.add(from[2].toLowerCase());
  }
  if (images > 0) yield notePart(file.path, "An image is listed by its name; the packages in it are not in this file. Scan the image for those.");
}

/** ${NAME:-default}, ${NAME:+other}, ${NAME} and $NAME; what has no value stays as it is. */
function expanded(text: string, args: ReadonlyMap<string, string>): string {
  return text.replace(/\$(?:\{(\w+)(?::?([-+])([^}]*))?\}|(\w+))/g, (whole, braced: string | undefined, how: string | undefined, other: string | undefined, plain: string | undefined) => {
    const value = args.get(braced ?? plain ?? "");
    if (how === "+") return value === undefined ? "" : (other ?? "");
    return value ?? (how === "-" ? (other ?? "") : whole);
  });
}

/** [registry[:port]/]path[:tag][@digest] (the distribution specification, "reference"). */
function imagePart(image: string, at: string): LockfilePart {
  if (image.includes("$")) return rejectPart(at, "no-version", `It takes the value of a build argument that has no default: ${shown(image)}`, image);
  const [, address = "", tag, digest] = /^([^@]*?)(?::([\w][\w.-]{0,127}))?(?:@(\w+:[0-9a-f]+))?$/.exec(image) ?? [];
  const segments = address.split("/");
  const isRegistry = segments.length > 1 && /[.:]|^localhost$/.test(segments[0] ?? "");
  const registry = isRegistry ? segments.shift() : undefined;
  const name = segments.at(-1);
  if (!name) return rejectPart(at, "malformed", `It is no image's name: ${shown(image)}`);
  const version = digest ?? tag;
  if (version === undefined) return rejectPart(at, "no-version", `No tag and no digest is given, so it is whatever is the latest when it is built.`, address);
  const isHub = registry === undefined || registry === "docker.io" || registry === "index.docker.io";
  return packagePart({ type: "docker", namespace: segments.slice(0, -1).join("/"), name, label: address, version, at, direct: true, qualifiers: { ...(isHub ? {} : { repository_url: registry }), ...(digest !== undefined && tag !== undefined ? { tag } : {}) } });
}

/** Lines joined at the escape character (a backslash, or what the first lines' directive says); heredocs and comments left out. */
function instructionsOf(text: string): Instruction[] {
  const escape = /^(?:#.*\n)*?#\s*escape\s*=\s*`/i.test(text.slice(0, 1000)) ? "`" : "\\";
  const instructions: Instruction[] = [];
  let open: { text: string[]; line: number } | undefined;
  let heredoc: string | undefined;
  text.split(/\r?\n/).forEach((line, index) => {
    if (heredoc !== undefined) { if (line.trim() === heredoc) heredoc = undefined; return; }
    if (/^\s*(?:#|$)/.test(line)) return;
    open ??= { text: [], line: index + 1 };
    const trimmed = line.trimEnd();
    const goesOn = trimmed.endsWith(escape);
    open.text.push(goesOn ? trimmed.slice(0, -1) : trimmed);
    if (goesOn) return;
    const [, verb = "", rest = ""] = /^\s*(\w+)\s+(.*)$/s.exec(open.text.join(" ")) ?? [];
    heredoc = /^(?:RUN|COPY|ADD)$/i.test(verb) ? /<<-?(["']?)(\w+)\1/.exec(rest)?.[2] : undefined;
    instructions.push({ verb: verb.toUpperCase(), rest, line: open.line });
    open = undefined;
  });
  return instructions;
}
