// Runs a program in this terminal: its exit code is ours, signals go through.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import process from "node:process";
import { fail, inRoot } from "./progress.mjs";

/** Resolves to the exit code; 128 + n when a signal ended it, 3 when it could not be started. */
export function run(runtime, words, env = {}) {
  return spawned(runtime.path, [...runtime.flags, ...words], env);
}

function spawned(command, words, env) {
  const { promise, resolve } = Promise.withResolvers?.() ?? deferred();
  const child = spawn(command, words, { stdio: "inherit", env: { ...process.env, NODE_COMPILE_CACHE: inRoot(".cache", "compile"), ...env } });
  const stopForwarding = forwardSignals(child);
  child.once("error", (error) => {
    stopForwarding();
    fail(`${command} does not start: ${error.message}`, "Remove node_modules and run again, or use Node 24.7 or later.");
    resolve(3);
  });
  child.once("exit", (code, signal) => {
    stopForwarding();
    resolve(code ?? 128 + (constants.signals[signal] ?? 0));
  });
  return promise;
}

// Node 20 has no Promise.withResolvers.
function deferred() {
  const parts = {};
  parts.promise = new Promise((resolve) => { parts.resolve = resolve; });
  return parts;
}

function forwardSignals(child) {
  // A terminal sends Ctrl+C to both of us: passing it on would make it two.
  const forward = (signal) => { if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal); };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, forward);
  return () => { for (const signal of signals) process.off(signal, forward); };
}
