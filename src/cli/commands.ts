// Every command there is, by its first word; the code of one is loaded only when it is called.
import type { CommandEntry } from "./command.ts";

export const entries: readonly CommandEntry[] = [
  { name: "serve", group: "server", brief: "Start API, console, workers", about: "Start the server: API, console and workers", load: () => import("./commands/serve.ts") },
  { name: "scan", group: "scan", brief: "SBOM, lock file or folder", about: "What is vulnerable in an SBOM, a lock file or a folder, without a server", load: () => import("./commands/scan.ts") },
  { name: "gate", group: "scan", brief: "Hold it against a policy", about: "Hold a target against a policy, without a server", load: () => import("./commands/gate.ts") },
  { name: "deploy", group: "watch", brief: "Record what runs where", about: "Record that a release runs somewhere", load: () => import("./commands/deploy.ts") },
  { name: "sbom", group: "watch", brief: "Send a release's SBOM", about: "Send the SBOM of a release", load: () => import("./commands/sbom.ts") },
  { name: "exposed", group: "watch", brief: "Where a vulnerability runs", about: "Which running places does a vulnerability touch?", load: () => import("./commands/exposed.ts") },
  { name: "where", group: "watch", brief: "Where a package runs", about: "Where does a package run, affected or not?", load: () => import("./commands/where.ts") },
  { name: "findings", group: "watch", brief: "List findings", about: "List findings", load: () => import("./commands/findings.ts") },
  { name: "preview", group: "watch", brief: "Reach of a draft advisory", about: "Where would an unpublished advisory hit?", load: () => import("./commands/preview.ts") },
  { name: "explain", group: "scan", brief: "Why affected, or why not?", about: "Why is a component affected, or not?", load: () => import("./commands/explain.ts") },
  { name: "vex", group: "watch", brief: "Decide, accept, snooze", about: "Decide: not affected, accept, snooze", load: () => import("./commands/vex.ts") },
  { name: "feeds", group: "feeds", brief: "Sync advisories, see state", about: "Sync the feeds of advisories and see their state", load: () => import("./commands/feeds.ts") },
  { name: "db", group: "feeds", brief: "The index that scans read", about: "Keep the advisory index that scans read without a server", load: () => import("./commands/db.ts") },
  { name: "metrics", group: "watch", brief: "Time to detect and repair", about: "Time to detect, acknowledge and repair", load: () => import("./commands/metrics.ts") },
  { name: "ledger", group: "watch", brief: "List facts, verify chain", about: "List the facts, verify their chain", load: () => import("./commands/ledger.ts") },
  { name: "watch", group: "watch", brief: "Show facts as they happen", about: "Show facts as they happen", load: () => import("./commands/watch.ts") },
  { name: "selftest", group: "scan", brief: "Measure match quality", about: "Measure match quality against labelled answers", load: () => import("./commands/selftest.ts") },
  { name: "doctor", group: "server", brief: "Check it, name each mend", about: "Check the installation and name each mend", load: () => import("./commands/doctor.ts") },
  { name: "backup", group: "server", brief: "Copy the store to a file", about: "Copy the whole store into one file", load: () => import("./commands/backup.ts") },
  { name: "restore", group: "server", brief: "Data from a backup", about: "Make a data directory from a backup", load: () => import("./commands/restore.ts") },
  { name: "login", group: "help", brief: "Keep a server's address", about: "Keep a server's address and token", load: () => import("./commands/login.ts") },
  { name: "admin", group: "server", brief: "One-time link to console", about: "Print a one-time link into the console", load: () => import("./commands/admin.ts") },
  { name: "config", group: "server", brief: "Settings and their origin", about: "Show the settings in force and their origin", load: () => import("./commands/config.ts") },
  { name: "completion", group: "help", brief: "Completion for a shell", about: "Print a completion script for a shell", load: () => import("./commands/completion.ts") },
];
