// The console's own icons: 16 by 16, one stroke, hidden from assistive technology because text stands beside them.
import type { ReactNode } from "react";

const shapes = {
  now: <><circle cx="8" cy="8" r="6" /><path d="M8 4.500V8l2.500 1.600" /></>,
  incident: <><path d="M8 2 14.500 13.500h-13Z" /><path d="M8 6.500v3.300M8 11.600v.1" /></>,
  exposure: <><path d="M8 1.800 13.500 4v4c0 3.200-2.300 5.300-5.500 6.200C4.800 13.300 2.500 11.200 2.500 8V4Z" /><path d="M8 5.200v3.300M8 10.700v.1" /></>,
  inventory: <><path d="M8 1.700 14 4.800v6.400l-6 3.100-6-3.100V4.800Z" /><path d="m2 4.800 6 3.100 6-3.100M8 7.900v6.400" /></>,
  metrics: <path d="M2 2v12h12M5 11V8M8.500 11V4.500M12 11V6.500" />,
  sources: <><ellipse cx="8" cy="3.800" rx="5.500" ry="2" /><path d="M2.500 3.800v8.400c0 1.100 2.500 2 5.500 2s5.500-.900 5.500-2V3.800M2.500 8c0 1.100 2.500 2 5.500 2s5.500-.900 5.500-2" /></>,
  settings: <><path d="M2 4.500h6M12 4.500h2M2 11.500h2M8 11.500h6" /><circle cx="10" cy="4.500" r="2" /><circle cx="6" cy="11.500" r="2" /></>,
  search: <><circle cx="7" cy="7" r="4.500" /><path d="m10.500 10.500 3.500 3.500" /></>,
  chevron: <path d="m4.500 6.500 3.500 3.500 3.500-3.500" />,
  close: <path d="m3.500 3.500 9 9M12.500 3.500l-9 9" />,
  check: <path d="m3 8.500 3.200 3.200L13 4.800" />,
  copy: <><rect x="5.500" y="5.500" width="8" height="8" rx="1.500" /><path d="M10.500 5.500v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" /></>,
  pause: <path d="M5.500 3v10M10.500 3v10" />,
  play: <path d="M4.500 3v10l8-5Z" />,
  refresh: <path d="M13.500 8a5.500 5.500 0 1 1-1.700-4M13.500 1.800v3h-3" />,
  view: <><circle cx="8" cy="8" r="5.800" /><path d="M8 2.200v11.600A5.800 5.800 0 0 0 8 2.200Z" fill="currentColor" /></>,
  person: <><circle cx="8" cy="5.200" r="2.700" /><path d="M2.800 14c.4-3 2.400-4.600 5.200-4.600s4.800 1.600 5.200 4.600" /></>,
  calendar: <><rect x="2" y="3" width="12" height="11" rx="1.500" /><path d="M2 6.500h12M5.200 1.500v3M10.800 1.500v3" /></>,
  history: <><path d="M2.500 8A5.500 5.500 0 1 0 4 4.200M2.500 1.800v3h3" /><path d="M8 5v3.200l2.200 1.300" /></>,
  external: <path d="M6 3H3v10h10v-3M9 2.500h4.500V7M13.300 2.700 7.500 8.500" />,
  keyboard: <><rect x="1.500" y="4" width="13" height="8.500" rx="1.500" /><path d="M4.500 7h.1M7 7h.1M9.500 7h.1M12 7h-.1M5 10h6" /></>,
  ledger: <><path d="M3.500 1.800h9v12.400l-2.200-1.200L8 14.200l-2.300-1.200-2.200 1.200Z" /><path d="M6 5.500h4M6 8.500h4" /></>,
  alerts: <path d="M3.500 11.500V7a4.500 4.500 0 0 1 9 0v4.500M2 11.500h12M6.500 14h3M8 1v1.500" />,
  oncall: <><circle cx="6" cy="5" r="2.500" /><path d="M1.500 13.500c.3-2.800 2-4.300 4.500-4.300s4.200 1.500 4.500 4.300M11 3.500c1.300.7 1.300 2.900 0 3.600M13 1.800c2.300 1.600 2.300 5.500 0 7" /></>,
  branch: <path d="M4 2v5.500a3 3 0 0 0 3 3h5.500M9.500 7.500l3 3-3 3" />,
  runtime: <path d="M1.500 8.500h3l1.800-5.500 3 10.500 2-5h3.200" />,
  tests: <><circle cx="8" cy="8" r="5.800" /><circle cx="8" cy="8" r="2.200" /><path d="M8 .8v3M8 12.200v3M.8 8h3M12.200 8h3" /></>,
  download: <path d="M8 2v8M4.500 7 8 10.500 11.500 7M2.500 13.500h11" />,
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      {shapes[name]}
    </svg>
  );
}
