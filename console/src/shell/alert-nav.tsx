// The pages about who is told what: one row of links, so that each is one step from the others.
import { Link } from "@tanstack/react-router";
import "../app/styles/alerts.css";

const pages = [
  { to: "/alerts", name: "Alerts" }, { to: "/silences", name: "Silences" }, { to: "/routes", name: "Routes" }, { to: "/deliveries", name: "Deliveries" },
] as const;

export function AlertNav() {
  return (
    <nav className="page-nav" aria-label="Alerts, silences, routes, deliveries">
      {pages.map(({ to, name }) => <Link key={to} to={to} search={{}} activeProps={{ "aria-current": "page" }} activeOptions={{ includeSearch: false }}>{name}</Link>)}
    </nav>
  );
}
