// Now as a value that components follow, so that "3 min ago" does not grow stale on a screen left open.
import { useEffect, useState } from "react";
import { nowMs } from "./clock-now.ts";

export function useNow(everyMs = 15_000): number {
  const [now, setNow] = useState(nowMs);
  useEffect(() => {
    const timer = setInterval(() => setNow(nowMs()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
