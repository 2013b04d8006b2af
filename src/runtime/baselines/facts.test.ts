// Facts of events: one table for each kind, and the shapes that their values are.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fields, LogSource, RuntimeEvent } from "../event.ts";
import { boundedValue, longestValue } from "./fact.ts";
import { factsOf } from "./facts.ts";
import { fileClassOf } from "./file-classes.ts";
import { pathShape } from "./routes.ts";
import { shapeOfValue } from "./shapes.ts";

const eventOf = (logsource: LogSource, fields: Fields): RuntimeEvent => ({ id: undefined, at: 0, isTimed: true, decoder: "test", logsource, origin: {}, fields, raw: "" });
const told = (category: string, fields: Fields): string[] => factsOf(eventOf({ category }, fields)).map(({ kind, value }) => `${kind} ${value}`);

describe("runtime/baselines/facts", () => {
  it.each<[string, string, Fields, string[]]>([
    ["a process with its parent and user", "process_creation", { Image: "/bin/sh", ParentImage: "/usr/sbin/nginx", User: "www-data" }, ["process /bin/sh", "parent /usr/sbin/nginx>/bin/sh", "user www-data"]],
    ["a program of a build folder", "process_creation", { Image: "/tmp/go-build1234567890/b001/exe/main" }, ["process /tmp/go-build{n}/b001/exe/main"]],
    ["a program without a file", "process_creation", { Image: "/memfd:x (deleted)" }, ["process memfd"]],
    ["Windows knows no case", "process_creation", { Image: "C:\\Windows\\System32\\CMD.exe" }, ["process c:\\windows\\system32\\cmd.exe"]],
    ["a file that is written", "file_event", { Image: "/usr/bin/vi", TargetFilename: "/etc/cron.d/x" }, ["file-write scheduled jobs (cron)"]],
    ["a file that is read", "file_event", { Image: "/bin/cat", TargetFilename: "/etc/shadow", "evt.arg.flags": "O_RDONLY|O_CLOEXEC" }, []],
    ["a file that is deleted", "file_delete", { Image: "/bin/rm", TargetFilename: "/etc/x" }, []],
    ["several files of one class", "file_event", { TargetFilename: ["/tmp/a", "/tmp/b", "/var/log/c"] }, ["file-write /tmp", "file-write /var/log"]],
    ["a connection out", "network_connection", { Image: "/usr/bin/node", DestinationIp: "198.51.100.23", DestinationPort: "443", Initiated: "true" }, ["process /usr/bin/node", "destination 198.51.100.0/24:443"]],
    ["a connection out, by name", "network_connection", { DestinationHostname: "DB.internal.", DestinationIp: "10.0.0.4", DestinationPort: 5432 }, ["destination db.internal:5432"]],
    ["IPv6 is known by its /48", "network_connection", { DestinationIp: "2001:db8:12:34::1", DestinationPort: "443" }, ["destination 2001:db8:12::/48:443"]],
    ["IPv4 in IPv6 is IPv4", "network_connection", { DestinationIp: "::ffff:198.51.100.23", DestinationPort: "443" }, ["destination 198.51.100.0/24:443"]],
    ["the service of a cloud that has its credentials", "network_connection", { DestinationIp: "169.254.169.254", DestinationPort: "80" }, ["destination 169.254.169.254 (cloud metadata):80"]],
    ["a connection in is nobody's destination", "network_connection", { DestinationIp: "10.0.0.4", DestinationPort: "443", Initiated: "false" }, []],
    ["a port that is listened on", "network_listen", { Image: "/usr/sbin/sshd", SourcePort: "22", Protocol: "tcp" }, ["process /usr/sbin/sshd", "listen 22/tcp"]],
    ["an outgoing socket that is bound", "network_listen", { SourcePort: "41234", Protocol: "udp" }, []],
    ["a high port that is listened on", "network_listen", { SourcePort: "41234", Protocol: "tcp", function: "inet_csk_listen_start" }, ["listen 32768-65535/tcp"]],
    ["a request", "webserver", { "cs-method": "GET", "cs-uri-stem": "/orders/42", "cs-uri-query": "page=2&q=red%20shoes&page=3", "sc-status": 200 }, ["route GET /orders/{id}", "route GET /orders/{id} ?page=number", "route GET /orders/{id} ?q=text"]],
    ["a request for what is not there", "webserver", { "cs-method": "GET", "cs-uri-stem": "/wp-login.php", "sc-status": 404 }, []],
    ["a redirect of everything", "webserver", { "cs-method": "GET", "cs-uri-stem": "/x", "sc-status": "301" }, []],
    ["an attack in a parameter's name", "webserver", { "cs-method": "GET", "cs-uri-stem": "/", "cs-uri-query": "<script>=1", "sc-status": 200 }, ["route GET /", "route GET / ?{no name}=number"]],
  ])("%s", (_claim, category, fields, expected) => { expect(told(category, fields)).toEqual(expected); });

  it.each<[string, LogSource, Fields, string[]]>([
    ["Kubernetes, a service account", { product: "kubernetes", service: "audit" }, { verb: "create", objectRef: { resource: "pods", subresource: "exec" }, user: { username: "system:serviceaccount:ci:deployer" }, stage: "ResponseComplete" }, ["verb create pods/exec by service account", "user system:serviceaccount:ci:deployer"]],
    ["Kubernetes, a node", { product: "kubernetes", service: "audit" }, { verb: "get", objectRef: { resource: "secrets" }, user: { username: "system:node:ip-10-0-0-1" } }, ["verb get secrets by node"]],
    ["Kubernetes, before its end", { product: "kubernetes", service: "audit" }, { verb: "get", objectRef: { resource: "secrets" }, user: { username: "ana" }, stage: "RequestReceived" }, []],
    ["AWS, a role", { product: "aws", service: "cloudtrail" }, { eventName: "GetObject", eventSource: "s3.amazonaws.com", userIdentity: { type: "AssumedRole", arn: "arn:aws:sts::1:assumed-role/app/i-0abc", sessionContext: { sessionIssuer: { userName: "app" } } }, outcome: "success" }, ["verb s3:GetObject by AssumedRole", "user app"]],
    ["AWS, refused", { product: "aws", service: "cloudtrail" }, { eventName: "ListUsers", eventSource: "iam.amazonaws.com", userIdentity: { type: "IAMUser", userName: "eve" }, outcome: "failure" }, ["verb iam:ListUsers by IAMUser (refused)", "user eve"]],
  ])("%s", (_claim, logsource, fields, expected) => { expect(factsOf(eventOf(logsource, fields)).map(({ kind, value }) => `${kind} ${value}`)).toEqual(expected); });

  it("never throws, and no value is longer than is said", () => {
    const field = fc.oneof(fc.string({ maxLength: 400 }), fc.integer(), fc.constant(null), fc.array(fc.string(), { maxLength: 4 }), fc.boolean());
    const names = ["Image", "ParentImage", "User", "TargetFilename", "DestinationIp", "DestinationHostname", "DestinationPort", "SourcePort", "Protocol", "cs-method", "cs-uri-stem", "cs-uri-query", "sc-status", "verb", "eventName", "eventSource", "objectRef", "userIdentity"];
    const fields = fc.dictionary(fc.constantFrom(...names), field);
    fc.assert(fc.property(fields, fc.constantFrom("process_creation", "file_event", "network_connection", "network_listen", "webserver", ""), (some, category) => {
      for (const { value } of factsOf(eventOf(category === "" ? { product: "kubernetes" } : { category }, some as Fields))) expect(value.length).toBeLessThanOrEqual(longestValue);
    }), { numRuns: 500 });
  });
  it("long values that differ at their end stay different", () => {
    const [a, b] = [boundedValue(`${"x".repeat(400)}a`), boundedValue(`${"x".repeat(400)}b`)];
    expect(a).not.toBe(b);
    expect(a.length).toBeLessThanOrEqual(longestValue);
  });
});

describe("runtime/baselines/shapes", () => {
  it.each([
    ["/users/550e8400-e29b-41d4-a716-446655440000/edit", "/users/{id}/edit"], ["/v1/orders/42", "/v1/orders/{id}"], ["/2026/01/05/a-post", "/{id}/{id}/{id}/a-post"], ["/api/v2.1/health", "/api/v2.1/health"],
    ["/blog/how-to-watch-what-runs-in-production", "/blog/{id}"], ["/files/9f86d081884c7d65.pdf", "/files/{id}.pdf"], ["/static/main.3f2a1b9c.js", "/static/*.js"], ["/o/ord_01J8ZC4QK7X9M2", "/o/ord-{id}"],
    ["/oauth2/token", "/oauth2/token"], ["/u/ana%40example.org", "/u/{id}"], ["/p/123-red-shoes", "/p/{id}"], ["/a;jsessionid=AB12", "/a"], ["/.env", "/.env"], ["/shell.php", "/shell.php"], ["/k8s/utf8mb4/sha256", "/k8s/utf8mb4/sha256"],
  ])("the route %s is %s", (path, shape) => { expect(pathShape(path)).toBe(shape); });
  it.each([
    ["", "empty"], ["42", "number"], ["-1.5", "number"], ["550e8400-e29b-41d4-a716-446655440000", "uuid"], ["2026-01-05", "date"], ["ana@example.org", "email"], ["shoes", "word"], ["red shoes", "text"], ["a,b", "list"], ["true", "flag"],
    ["dGhpcyBpcyBhIHRlc3Q0Mg==", "base64"], ["9f86d081884c7d659a2feaa0c55ad015", "hash"], ["https://example.org/x", "url"], ["a/b", "path"], ["../../etc/passwd", "symbols"], ["1' or '1'='1", "symbols"], ["<script>", "symbols"],
  ])("the value %s is %s", (value, shape) => { expect(shapeOfValue(value)).toBe(shape); });
  it.each([
    ["/etc/nginx/nginx.conf", "/etc"], ["/usr/local/bin/x", "system programs (/usr/bin)"], ["/tmp/a/b", "/tmp"], ["/var/tmp/x", "/tmp"], ["/root/.ssh/authorized_keys", "SSH keys and settings"], ["/home/ana/notes", "home"], ["/app/data/2026/x", "/app/data"],
    ["/var/www/html/up/shell.php", "programs of the web root"], ["/var/www/html/a.png", "web root"], ["/data/9f86d081884c7d65/x", "/data/{id}"], ["x", "relative path"], ["C:\\Windows\\Temp\\a.exe", "Temp"],
  ])("%s lies in %s", (path, id) => { expect(fileClassOf(path).id).toBe(id); });
});
