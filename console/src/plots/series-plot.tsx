// Open, opened and fixed findings over time; lines differ in dash as well as colour, and a drag selects a new range.
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { MetricsAnswer } from "../api/shapes.ts";
import { formatCount, formatInstant, formatTick } from "../app/format.ts";
import type { Zone } from "../app/format.ts";
import { usePreferences } from "../app/preferences.ts";

const heightPx = 260;

export function SeriesPlot({ series, summary, onSelect }: { series: MetricsAnswer["series"]; summary: string; onSelect: (fromMs: number, toMs: number) => void }) {
  const place = useRef<HTMLDivElement>(null);
  const select = useRef(onSelect);
  useEffect(() => { select.current = onSelect; });
  const { zone, theme } = usePreferences();
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const plot = new uPlot(optionsFor(element, zone, (from, to) => select.current(from, to)), dataOf(series), element);
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: heightPx }));
    observer.observe(element);
    return () => { observer.disconnect(); plot.destroy(); };
  }, [series, zone, theme]);
  return <div className="plot" ref={place} role="img" aria-label={summary} />;
}

const dataOf = (series: MetricsAnswer["series"]): uPlot.AlignedData => [series.map(({ at }) => Date.parse(at) / 1000), series.map(({ open }) => open), series.map(({ opened }) => opened), series.map(({ fixed }) => fixed)];

function optionsFor(element: HTMLElement, zone: Zone, onSelect: (fromMs: number, toMs: number) => void): uPlot.Options {
  const token = (name: string): string => getComputedStyle(element).getPropertyValue(name).trim();
  const axis = { stroke: token("--muted"), grid: { stroke: token("--line"), width: 1 }, ticks: { stroke: token("--line"), width: 1 }, font: "12px system-ui, sans-serif" };
  const line = (label: string, stroke: string, dash: number[]): uPlot.Series => ({ label, stroke: token(stroke), width: 2, dash, points: { show: false }, value: (_, value: number | null) => (value === null ? "–" : formatCount(value)) });
  return {
    width: element.clientWidth, height: heightPx,
    tzDate: (seconds) => (zone === "utc" ? uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC") : new Date(seconds * 1000)),
    cursor: { drag: { x: true, y: false, setScale: false } },
    axes: [{ ...axis, space: 70, values: (_, seconds) => seconds.map((each) => formatTick(each * 1000, ((seconds[1] ?? each) - (seconds[0] ?? each)) * 1000, zone)) }, { ...axis, size: 52, values: (_, values) => values.map(formatCount) }],
    scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.050)] } },
    series: [{ label: "At", value: (_, seconds: number | null) => (seconds === null ? "point at the plot" : formatInstant(new Date(seconds * 1000).toISOString(), zone)) }, line("Open", "--plot-1", []), line("Opened", "--plot-2", [8, 4]), line("Fixed", "--plot-3", [2, 4])],
    hooks: { setSelect: [(plot) => { if (plot.select.width > 4) onSelect(plot.posToVal(plot.select.left, "x") * 1000, plot.posToVal(plot.select.left + plot.select.width, "x") * 1000); }] },
  };
}
