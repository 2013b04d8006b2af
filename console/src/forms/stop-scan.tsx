// The kill switch: one press asks, the same key or a second press stops; "s" presses it from anywhere on the page.
import { useRef, useState } from "react";
import { useStopScan } from "../api/dast-acts.ts";
import type { Scan } from "../api/dast-shapes.ts";
import { useCan } from "../api/queries.ts";
import { useKeys } from "../shell/keys.ts";

/** withKey: only where one scan is on the page can a key mean it. */
export function StopScan({ scan, withKey = false }: { scan: Scan; withKey?: boolean }) {
  const canWrite = useCan("write");
  const button = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState(false);
  const [stopping, setStopping] = useState(false);
  const stopScan = useStopScan();
  const press = (): void => {
    button.current?.focus();
    if (!asking) return setAsking(true);
    setAsking(false);
    setStopping(true);
    void stopScan(scan).finally(() => setStopping(false));
  };
  useKeys(withKey && canWrite ? [{ keys: "s", about: "Stop the scan (press again to confirm)", group: "Lists", run: press }] : []);
  if (!canWrite) return null;
  return <button ref={button} type="button" className="button button-danger" disabled={stopping} {...(withKey ? { "aria-keyshortcuts": "s" } : {})} onBlur={() => setAsking(false)} onClick={press}>{stopping ? "Stopping…" : asking ? "Stop it now" : "Stop"}<span className="visually-hidden"> the scan of {scan.target}</span></button>;
}
