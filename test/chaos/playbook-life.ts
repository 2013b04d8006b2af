// A life of a server that moves runs, until it is killed: loads, waits to be told to go, opens the store of a directory, starts what is asked for, and goes on with what is there.
import { once } from "node:events";
import { flushCompileCache } from "node:module";
import { fakeIncidents } from "./playbook-workload.ts";
import { openApp } from "../../src/app/open.ts";
import { readSettings } from "../../src/app/settings.ts";
import { silentLog } from "../../src/kernel/log.ts";

const [directory = "", url = "", wanted = "0"] = process.argv.slice(2);
const settings = readSettings({ AFTWATCH_DATA: directory, AFTWATCH_FEEDS: "none", AFTWATCH_HOST: "off", AFTWATCH_PRIVATE_CHANNELS: "on", AFTWATCH_CACHE_MIB: "8" }, {}, directory);
// What is compiled is kept for the lives to come: a killed process writes nothing at its end.
flushCompileCache();
process.stdout.write("loaded\n");
await once(process.stdin, "data");
const app = await openApp(settings, { log: silentLog });
await app.start();
await fakeIncidents(app, url, Number(wanted));
process.stdout.write("running\n");
setInterval(() => undefined, 1000);
