// Live or not: the state of the event stream, pause and resume, and "n new" so that rows move only when asked.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { clearFresh, connectLive, onStreamEvent, pauseLive, useLive } from "../api/live.ts";
import { formatCount } from "../app/format.ts";
import { Icon } from "./icons.tsx";

const words = { connecting: "Connecting", live: "Live", waiting: "Reconnecting", paused: "Paused" } as const;

// Their pages show progress in place, not rows: they follow at once.
const followed: Readonly<Record<string, readonly string[]>> = { incident: ["/incidents/counts"], clock: ["/clocks"], feed: ["/feeds", "/coverage"], notice: ["/notices", "/deliveries", "/receivers"], delivery: ["/notices", "/deliveries", "/receivers"] };

export function LiveIndicator() {
  const { state, fresh } = useLive();
  const client = useQueryClient();
  useEffect(() => { connectLive(); return pauseLive; }, []);
  useEffect(() => onStreamEvent(({ kind }) => {
    for (const prefix of followed[kind.split(".")[0] ?? ""] ?? []) void client.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith(prefix) });
  }), [client]);
  const paused = state === "paused";
  return (
    <div className="live">
      <button type="button" className={`button live-button live-${state}`} aria-pressed={paused} title={paused ? "Resume live updates" : "Pause live updates"} onClick={paused ? connectLive : pauseLive}>
        <span className="live-mark" aria-hidden="true" />{words[state]}<Icon name={paused ? "play" : "pause"} size={12} />
      </button>
      {fresh > 0 && (
        <button type="button" className="pill" title="Read the lists on screen again" onClick={() => { clearFresh(); void client.invalidateQueries(); }}>
          <Icon name="refresh" size={12} />{fresh > 999 ? "999+" : formatCount(fresh)} new
        </button>
      )}
    </div>
  );
}
