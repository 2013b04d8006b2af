// Every command there is, by its first word; the code of one is loaded only when it is called.
import type { CommandEntry } from "./command.ts";

export const entries: readonly CommandEntry[] = [
  { name: "serve", about: "Start the server: API, console and workers", load: () => import("./commands/serve.ts") },
  { name: "scan", about: "What is vulnerable in an SBOM, a lock file or a folder, without a server", load: () => import("./commands/scan.ts") },
  { name: "gate", about: "Hold a target against a policy, without a server", load: () => import("./commands/gate.ts") },
  { name: "deploy", about: "Record that a release runs somewhere", load: () => import("./commands/deploy.ts") },
  { name: "sbom", about: "Send the SBOM of a release", load: () => import("./commands/sbom.ts") },
  { name: "exposed", about: "Which running places does a vulnerability touch?", load: () => import("./commands/exposed.ts") },
  { name: "where", about: "Where does a package run, affected or not?", load: () => import("./commands/where.ts") },
  { name: "findings", about: "List findings", load: () => import("./commands/findings.ts") },
  { name: "preview", about: "Where would an unpublished advisory hit?", load: () => import("./commands/preview.ts") },
  { name: "explain", about: "Why is a component affected, or not?", load: () => import("./commands/explain.ts") },
  { name: "vex", about: "Decide: not affected, accept, snooze", load: () => import("./commands/vex.ts") },
  { name: "feeds", about: "Sync the feeds of advisories and see their state", load: () => import("./commands/feeds.ts") },
  { name: "db", about: "Keep the advisory index that scans read without a server", load: () => import("./commands/db.ts") },
  { name: "metrics", about: "Time to detect, acknowledge and repair", load: () => import("./commands/metrics.ts") },
  { name: "ledger", about: "List the facts, verify their chain", load: () => import("./commands/ledger.ts") },
  { name: "watch", about: "Show facts as they happen", load: () => import("./commands/watch.ts") },
  { name: "selftest", about: "Measure match quality against labelled answers", load: () => import("./commands/selftest.ts") },
  { name: "doctor", about: "Check the installation and name each mend", load: () => import("./commands/doctor.ts") },
  { name: "backup", about: "Copy the whole store into one file", load: () => import("./commands/backup.ts") },
  { name: "restore", about: "Make a data directory from a backup", load: () => import("./commands/restore.ts") },
  { name: "login", about: "Keep a server's address and token", load: () => import("./commands/login.ts") },
  { name: "admin", about: "Print a one-time link into the console", load: () => import("./commands/admin.ts") },
  { name: "config", about: "Show the settings in force and their origin", load: () => import("./commands/config.ts") },
  { name: "completion", about: "Print a completion script for a shell", load: () => import("./commands/completion.ts") },
];
