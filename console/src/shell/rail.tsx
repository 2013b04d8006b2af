// The left rail: the places that exist; a bar along the bottom on narrow screens.
import { Link } from "@tanstack/react-router";
import { Icon } from "./icons.tsx";
import type { IconName } from "./icons.tsx";

export interface Place { to: "/now" | "/incidents" | "/runtime" | "/runtime/rules" | "/runtime/sources" | "/runtime/exceptions" | "/runtime/profiles" | "/tests" | "/tests/checks" | "/playbooks" | "/exposure" | "/inventory" | "/measures" | "/sources" | "/alerts" | "/oncall" | "/routes" | "/silences" | "/deliveries" | "/settings" | "/decisions" | "/preview" | "/ledger"; name: string; about: string; icon: IconName; key: string; inRail: boolean }

/** One list for the rail, the g keys and the palette. */
export const places: readonly Place[] = [
  { to: "/now", name: "Now", about: "What needs someone now", icon: "now", key: "n", inRail: true },
  { to: "/incidents", name: "Incidents", about: "What is going on, who has it, and what is due", icon: "incident", key: "x", inRail: true },
  { to: "/runtime", name: "Runtime", about: "What happens on live systems that should not", icon: "runtime", key: "r", inRail: true },
  { to: "/tests", name: "Tests", about: "Do live endpoints resist testing, and was the test real", icon: "tests", key: "t", inRail: true },
  { to: "/exposure", name: "Exposure", about: "Which running things are affected, and which fix removes most", icon: "exposure", key: "e", inRail: true },
  { to: "/inventory", name: "Inventory", about: "What runs where, since when, whose", icon: "inventory", key: "i", inRail: true },
  { to: "/alerts", name: "Alerts", about: "What fires, who is told, and what is kept quiet", icon: "alerts", key: "a", inRail: true },
  { to: "/oncall", name: "On-call", about: "Who is on call, who comes next, and who is told when nobody answers", icon: "oncall", key: "o", inRail: true },
  { to: "/measures", name: "Metrics", about: "Are we getting faster, and where is the wait", icon: "metrics", key: "m", inRail: true },
  { to: "/sources", name: "Sources", about: "Can I trust what I see", icon: "sources", key: "s", inRail: true },
  { to: "/settings", name: "Settings", about: "Receivers and tokens", icon: "settings", key: "c", inRail: true },
  { to: "/routes", name: "Routes", about: "Who gets which alert and notice, and who would get this one", icon: "alerts", key: "u", inRail: false },
  { to: "/silences", name: "Silences", about: "What is not told for a while, by whom and why", icon: "alerts", key: "h", inRail: false },
  { to: "/deliveries", name: "Deliveries", about: "Every message to people and what became of it; receivers and how each fares", icon: "alerts", key: "b", inRail: false },
  { to: "/playbooks", name: "Playbooks", about: "What is done when an incident opens, and every run", icon: "play", key: "y", inRail: false },
  { to: "/runtime/rules", name: "Rules", about: "What detections are made by, and which rules could not be loaded", icon: "runtime", key: "f", inRail: false },
  { to: "/runtime/sources", name: "Event sources", about: "Who sends events, and whether the path to a detection is proven", icon: "runtime", key: "w", inRail: false },
  { to: "/runtime/exceptions", name: "Exceptions", about: "What is left out of detections, by whom, why and until when", icon: "runtime", key: "z", inRail: false },
  { to: "/runtime/profiles", name: "Profiles", about: "What each release was seen to do, and what is new about it", icon: "runtime", key: "j", inRail: false },
  { to: "/tests/checks", name: "Checks", about: "What tests look for, what each may do, and which profile runs it", icon: "tests", key: "k", inRail: false },
  { to: "/decisions", name: "Decisions", about: "What was decided, why and until when", icon: "check", key: "d", inRail: false },
  { to: "/preview", name: "Preview", about: "Where an advisory would hit before it is published: paste an OSV record", icon: "exposure", key: "p", inRail: false },
  { to: "/ledger", name: "Ledger", about: "Every fact, in order, with its proof", icon: "ledger", key: "l", inRail: false },
];

export function Rail() {
  return (
    <nav className="rail" aria-label="Main">
      <Link to="/now" className="brand"><img src="/favicon.svg" alt="" width="24" height="24" /><span>Aftwatch</span></Link>
      <ul>
        {places.filter((place) => place.inRail).map((place) => (
          <li key={place.to}>
            <Link to={place.to} className="rail-link" activeProps={{ "aria-current": "page" }} title={`${place.about} (g ${place.key})`}><Icon name={place.icon} size={18} /><span>{place.name}</span></Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
