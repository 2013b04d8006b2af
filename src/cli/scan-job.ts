// The work that scan and gate share: everything is read at once, then every component is judged.
import { Fault } from "../kernel/fault.ts";
import type { ScanReport } from "../feedback/report.ts";
import { parsePurl } from "../versions/purl.ts";
import type { CommandCall } from "./command.ts";
import { openScanIndex, readCovers, readScanTarget } from "./scan-inputs.ts";

/** Throws index.* when there is no index to ask, and what the readers throw. */
export async function scanTarget(call: CommandCall): Promise<ScanReport> {
  const at = call.io.clock.now();
  const [path = ""] = call.arguments;
  const products = call.texts("product");
  for (const product of products) if (parsePurl(product) === undefined) throw new Fault("cli.usage", { detail: `--product "${product}" is no package URL.` });
  const stage = stagesOf(call);
  stage("started");
  const [{ scanComponents }, index, { target, components }, covers] = await Promise.all([import("../matching/scan.ts"), openScanIndex(call), readScanTarget(call, path), readCovers(call, at)]);
  stage(`read ${components.length} components`);
  const bar = call.progress.start("judged", components.length, "records");
  try {
    const subjects = [...products, ...(target.subject?.purl === undefined ? [] : [target.subject.purl])];
    const result = scanComponents(components, index, { at, subjects, statements: covers.statements, ignores: covers.ignores, onProgress: (done, total) => bar.at(done, total) });
    stage("judged");
    return { at, toolVersion: call.program.version, target, components, result, coverings: covers.coverings };
  } finally {
    bar.end();
    index.close();
  }
}

/** With -v: how long after the start of the process each stage ended. */
export const stagesOf = (call: Pick<CommandCall, "detail">) => (stage: string): void => call.detail(`${performance.now().toFixed(0)} ms: ${stage}`);
