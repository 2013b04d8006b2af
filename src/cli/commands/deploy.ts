// aftwatch deploy record: one line at the end of a delivery pipeline.
import type { DeploymentReceipt } from "../../contract/inventory.ts";
import { defineCommand } from "../command.ts";
import { isoFlag } from "../flags.ts";

const record = defineCommand({
  path: "deploy record",
  about: "record that a release runs somewhere, or ended there",
  examples: [
    "aftwatch deploy record --service pay-api --version 1.4.0 --endpoint eks-eu/pay --env prod",
    "aftwatch deploy record --service pay-api --endpoint eks-eu/pay --ended",
  ],
  options: [
    { flags: "--service <name>", about: "the service", required: true },
    { flags: "--endpoint <place>", about: "where it runs: cluster/namespace, host, function", required: true },
    { flags: "--version <version>", about: "the release; not with --ended" },
    { flags: "--env <environment>", about: "prod, staging, ..." },
    { flags: "--exposure <level>", about: "of the endpoint", choices: ["internet", "internal", "unknown"] },
    { flags: "--criticality <level>", about: "of the endpoint", choices: ["critical", "high", "medium", "low", "unknown"] },
    { flags: "--owner <team>", about: "who owns the service" },
    { flags: "--digest <digest>", about: "of the image or artifact" },
    { flags: "--commit <sha>", about: "it was built from" },
    { flags: "--at <instant>", about: "since when (RFC 3339); now by default" },
    { flags: "--ended", about: "the service no longer runs there" },
  ],
  async run(call) {
    const receipt = await (await call.client()).post<DeploymentReceipt>("/deployments", {
      service: call.text("service"), endpoint: call.text("endpoint"), version: call.text("version"), environment: call.text("env"), exposure: call.text("exposure"),
      criticality: call.text("criticality"), owner: call.text("owner"), digest: call.text("digest"), commit: call.text("commit"), at: isoFlag(call, "at"),
      kind: call.flag("ended") ? "ended" : "started",
    });
    const { deployment, warnings, ...rest } = receipt;
    call.output.thing("deployment-receipt", isForPrograms(call.output.format) ? receipt : { deployment: deployment?.id ?? null, since: deployment?.startedAt ?? null, hasSbom: deployment?.hasSbom ?? null, ...rest });
    for (const warning of warnings) call.say(`note: ${warning}`);
    return 0;
  },
});

const isForPrograms = (format: string): boolean => format === "json" || format === "jsonl";

export const commands = [record];
