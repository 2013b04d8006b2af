// The tree of routes drawn as a tree: what each takes, who gets it, and, for a simulation, why it took it or not.
import type { RouteStep } from "../api/alert-shapes.ts";
import { Badge } from "./badges.tsx";
import type { MarkName } from "./badges.tsx";
import { childrenIn, idOf, listOf, receiversOf } from "./route-text.ts";
import type { RawRoute } from "./route-text.ts";

export interface TreeProps {
  root: RawRoute;
  /** By the id of the route. */
  steps?: ReadonlyMap<string, RouteStep>;
  /** Opens the form of the route at this path. */
  onOpen?: (path: readonly number[]) => void;
  /** Ids of routes with something wrong. */
  wrong?: ReadonlySet<string>;
}

export const RouteTree = (props: TreeProps) => <ul className="route-tree"><Branch {...props} route={props.root} path={[]} inherited={[]} /></ul>;

const outcomes: Readonly<Record<string, readonly [tone: string, mark: MarkName, word: string]>> = { taken: ["good", "check", "takes it"], "passed-down": ["accent", "up", "hands it down"], "not-matched": ["plain", "bar", "does not match"], "not-asked": ["plain", "ring", "not asked"] };

function Branch({ route, path, inherited, ...props }: TreeProps & { route: RawRoute; path: readonly number[]; inherited: readonly string[] }) {
  const id = idOf(route, path);
  const own = receiversOf(route);
  const step = props.steps?.get(id);
  const [tone, mark, word] = outcomes[step?.outcome ?? ""] ?? [];
  const children = childrenIn(route);
  return (
    <li className={`${step ? `route-${step.outcome}` : ""} ${props.wrong?.has(id) ? "route-error" : ""}`}>
      <div className="route-node">
        <div className="route-body">
          {props.onOpen ? <button type="button" className="route-open" onClick={() => props.onOpen?.(path)}>{nameOf(route, path)}</button> : <strong className="break">{nameOf(route, path)}</strong>}
          <MatcherLine route={route} isRoot={path.length === 0} />
          <span className="small">{own === undefined ? <span className="muted">to {inherited.length === 0 ? "nobody" : inherited.join(", ")}, as above it</span> : own.length === 0 ? <span className="gap">to nobody, on purpose</span> : <>to <strong>{own.join(", ")}</strong></>}</span>
          <Timing route={route} />
          {step && <span className="route-why">{step.why}</span>}
        </div>
        {tone !== undefined && mark !== undefined && <Badge tone={tone} mark={mark}>{word}</Badge>}
      </div>
      {children.length > 0 && <ul>{children.map((child, index) => <Branch key={index} {...props} route={child} path={[...path, index]} inherited={own ?? inherited} />)}</ul>}
    </li>
  );
}

const nameOf = (route: RawRoute, path: readonly number[]): string => (path.length === 0 ? "Everything else" : route.id ?? `Route ${path.map((place) => place + 1).join(".")}`);

function MatcherLine({ route, isRoot }: { route: RawRoute; isRoot: boolean }) {
  const matchers = listOf(route.matchers);
  if (isRoot) return <span className="muted small">what no route below takes</span>;
  if (matchers.length === 0) return <span className="muted small">takes everything</span>;
  return <span className="labels">{matchers.map((matcher, index) => <span key={index} className="label">{matcher}</span>)}</span>;
}

function Timing({ route }: { route: RawRoute }) {
  const parts = [
    route.groupBy !== undefined && `grouped by ${listOf(route.groupBy).join(", ") || "nothing"}`, route.groupWait !== undefined && `waits ${route.groupWait}`, route.groupInterval !== undefined && `news after ${route.groupInterval}`, route.repeatInterval !== undefined && `again after ${route.repeatInterval}`,
    listOf(route.muteTimeIntervals).length > 0 && `quiet in ${listOf(route.muteTimeIntervals).join(", ")}`, listOf(route.activeTimeIntervals).length > 0 && `only in ${listOf(route.activeTimeIntervals).join(", ")}`, route.continue === "true" && "later routes may take it too",
  ].filter((part) => part !== false);
  return parts.length === 0 ? null : <span className="muted small">{parts.join("; ")}</span>;
}
