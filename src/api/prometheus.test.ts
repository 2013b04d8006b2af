// The text format of Prometheus, and what is counted of the traffic.
import { describe, expect, it } from "vitest";
import { exposition } from "./prometheus.ts";
import { createTraffic } from "./traffic.ts";

describe("api/prometheus", () => {
  it("writes help, type and samples; values and labels are escaped", () => {
    expect(exposition([
      { name: "up", help: "One\nline \\ two.", type: "gauge", samples: [{ labels: { path: 'C:\\a"b"\nc' }, value: 1.5 }, { value: Infinity }] },
      { name: "empty", help: "Left out.", type: "gauge", samples: [] },
    ])).toBe('# HELP up One\\nline \\\\ two.\n# TYPE up gauge\nup{path="C:\\\\a\\"b\\"\\nc"} 1.5\nup +Inf\n');
  });

  it("a histogram is cumulative, and its +Inf bucket is its count", () => {
    const traffic = createTraffic();
    for (const seconds of [0.004, 0.02, 0.02, 60]) traffic.record({ method: "GET", route: "/x", status: 200, seconds });
    const text = exposition(traffic.families());
    expect(text).toContain('aftwatch_http_requests_total{method="GET",route="/x",status="200"} 4\n');
    expect(text).toContain('_bucket{method="GET",route="/x",le="0.005"} 1\n');
    expect(text).toContain('_bucket{method="GET",route="/x",le="0.025"} 3\n');
    expect(text).toContain('_bucket{method="GET",route="/x",le="10"} 3\n');
    expect(text).toContain('_bucket{method="GET",route="/x",le="+Inf"} 4\n');
    expect(text).toContain('_sum{method="GET",route="/x"} 60.044\n');
    expect(text).toContain('_count{method="GET",route="/x"} 4\n');
  });
});
