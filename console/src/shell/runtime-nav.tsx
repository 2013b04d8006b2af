// The pages about what is seen on live systems and by what: one row of links, so that each is one step from the others.
import { Link } from "@tanstack/react-router";
import "../app/styles/alerts.css";
import "../app/styles/runtime.css";

const pages = [
  { to: "/runtime", name: "Detections" }, { to: "/runtime/rules", name: "Rules" }, { to: "/runtime/sources", name: "Event sources" }, { to: "/runtime/exceptions", name: "Exceptions" }, { to: "/runtime/profiles", name: "Profiles" },
] as const;

export function RuntimeNav() {
  return (
    <nav className="page-nav" aria-label="Detections, rules, event sources, exceptions, profiles">
      {pages.map(({ to, name }) => <Link key={to} to={to} search={{}} activeProps={{ "aria-current": "page" }} activeOptions={{ exact: to === "/runtime", includeSearch: false }}>{name}</Link>)}
    </nav>
  );
}
