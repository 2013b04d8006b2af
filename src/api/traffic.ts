// What this server answered: requests by route and status, and how long they took.
import { histogramSamples } from "./prometheus.ts";
import type { Family } from "./prometheus.ts";

export interface Traffic {
  /** route is the pattern ("/api/v1/services/:id"), never the path: labels stay few. */
  record(request: { method: string; route: string; status: number; seconds: number }): void;
  families(): Family[];
}

// Around the aims of the design: 100 ms for a look-up, 200 ms for a list.
const boundsSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 10];

export function createTraffic(): Traffic {
  const requests = new Map<string, { labels: Record<string, string>; count: number }>();
  const durations = new Map<string, { labels: Record<string, string>; counts: number[]; sum: number }>();
  return {
    record({ method, route, status, seconds }) {
      const request = held(requests, `${method} ${route} ${status}`, () => ({ labels: { method, route, status: String(status) }, count: 0 }));
      request.count += 1;
      const duration = held(durations, `${method} ${route}`, () => ({ labels: { method, route }, counts: Array.from({ length: boundsSeconds.length + 1 }, () => 0), sum: 0 }));
      const bucket = boundsSeconds.findIndex((bound) => seconds <= bound);
      const place = bucket < 0 ? boundsSeconds.length : bucket;
      duration.counts[place] = (duration.counts[place] ?? 0) + 1;
      duration.sum += seconds;
    },
    families: () => [
      { name: "aftwatch_http_requests_total", help: "Requests answered, by route and status.", type: "counter", samples: [...requests.values()].map(({ labels, count }) => ({ labels, value: count })) },
      { name: "aftwatch_http_request_duration_seconds", help: "Time from the head of a request to the end of its answer.", type: "histogram", samples: [...durations.values()].flatMap(({ labels, counts, sum }) => histogramSamples(labels, boundsSeconds, counts, sum)) },
    ],
  };
}

function held<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
