// The pages about tests from outside: one row of links, so that each is one step from the others.
import { Link } from "@tanstack/react-router";
import "../app/styles/alerts.css";
import "../app/styles/incident.css";
import "../app/styles/runtime.css";
import "../app/styles/tests.css";

export function TestsNav() {
  return (
    <nav className="page-nav" aria-label="Targets, findings, scans, checks">
      <Link to="/tests" search={{}} activeProps={{ "aria-current": "page" }} activeOptions={{ exact: true, includeSearch: false }}>Targets and findings</Link>
      <Link to="/tests/checks" search={{}} activeProps={{ "aria-current": "page" }} activeOptions={{ includeSearch: false }}>Checks and profiles</Link>
    </nav>
  );
}
