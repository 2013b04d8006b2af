// `node console/dev/serve.ts`: the fake server on the port that `vite` proxies to; log in with the token it prints.
import { nowMs } from "../src/app/clock-now.ts";
import { startFakeServer } from "./fake-server.ts";

const { url, token } = await startFakeServer({ consoleDir: new URL("../dist", import.meta.url).pathname, nowMs: nowMs(), port: 8377 });
process.stdout.write(`${url} token ${token}\n`);
