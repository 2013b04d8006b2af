// A fast server for the benchmark of traffic, in a process of its own: 2 kB of HTML to everybody.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const body = Buffer.from(`<!doctype html><title>Orders</title><ul>${"<li><a href='/orders/1'>An order</a></li>".repeat(45)}</ul>`);
const head = { "content-type": "text/html; charset=utf-8", "content-length": body.length };
const server = createServer((_request, response) => { response.writeHead(200, head).end(body); });
server.listen(0, "127.0.0.1", () => { process.send?.((server.address() as AddressInfo).port); });
