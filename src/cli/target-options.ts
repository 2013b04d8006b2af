// What every command takes that reads a target: which one, how to read it, and what covers findings in it. Data alone, for the help reads it.
import type { CommandSpec, OptionSpec } from "./command.ts";

export const targetArgument: NonNullable<CommandSpec["arguments"]>[number] = { name: "<target>", about: "an SBOM, a lock file, a folder, an image (tar file, OCI layout, root), or - for an SBOM on standard input" };

export const targetOptions: readonly OptionSpec[] = [
  { flags: "--db <dir>", about: "the advisory index; AFTWATCH_DB" },
  { flags: "--as <format>", about: "what the target is, when its name does not tell" },
  { flags: "--image <name>", about: "which of several images in a file: tag, digest or platform (linux/arm64)" },
  { flags: "--jar-index <file>", about: "names of jars without metadata: sorted lines of sha1,group:artifact:version" },
  { flags: "--vex <file>", about: "statements that cover findings: OpenVEX, CSAF, CycloneDX", repeats: true },
  { flags: "--ignore <file>", about: "rules that hide findings, each with reason and end", repeats: true },
  { flags: "--product <purl>", about: "what the target is, for statements about it", repeats: true },
];
