// Routes of a scan as a tree of their paths: origin, then folders, then the routes; every folder carries the sums of what is below it.
import type { RouteCoverage } from "../api/dast-shapes.ts";

/** id: the path from the root, the same in every scan. route: undefined for a folder. routes, findings, planned, done: of everything below, itself included. */
export interface SiteNode { id: string; name: string; route: RouteCoverage | undefined; children: readonly SiteNode[]; routes: number; findings: number; planned: number; done: number }
/** level from 1; place and count among its siblings: what a treegrid says of a row (WAI-ARIA 1.2, section 5.4). */
export interface SiteRow { node: SiteNode; level: number; place: number; of: number; parent: string | undefined }

interface Draft { id: string; name: string; route: RouteCoverage | undefined; children: Map<string, Draft> }

export function siteTree(routes: readonly RouteCoverage[]): SiteNode[] {
  const roots = new Map<string, Draft>();
  for (const route of routes) {
    const folders = [route.origin, ...foldersOf(route.template)];
    let here = childOf(roots, folders[0] ?? "", "");
    for (const folder of folders.slice(1)) here = childOf(here.children, folder, here.id);
    const leaf = childOf(here.children, `${route.method} ${route.template.split("/").at(-1) ?? ""} ${route.routeId}`, here.id);
    leaf.name = `/${route.template.split("/").at(-1) ?? ""}`;
    leaf.route = route;
  }
  return [...roots.values()].map(nodeOf).toSorted(byName);
}

/** "/a/b/c?x=1" lies in a and b; the query is the route's own. */
const foldersOf = (template: string): string[] => (template.split(/[?#]/)[0] ?? "").split("/").slice(1, -1).map((part) => `${part}/`);

function childOf(children: Map<string, Draft>, key: string, parentId: string): Draft {
  const known = children.get(key) ?? { id: `${parentId}\n${key}`, name: key, route: undefined, children: new Map() };
  children.set(key, known);
  return known;
}

function nodeOf({ id, name, route, children: drafts }: Draft): SiteNode {
  const children = [...drafts.values()].map(nodeOf).toSorted(byName);
  const sum = (of: (node: SiteNode) => number, own: number): number => children.reduce((total, child) => total + of(child), own);
  return { id, name, route, children, routes: sum((node) => node.routes, route === undefined ? 0 : 1), findings: sum((node) => node.findings, route?.findings ?? 0), planned: sum((node) => node.planned, route?.planned ?? 0), done: sum((node) => node.done, route?.done ?? 0) };
}

// Folders before routes, each by name; methods of one route by theirs.
const byName = (a: SiteNode, b: SiteNode): number => Number(a.route !== undefined) - Number(b.route !== undefined) || a.name.localeCompare(b.name) || (a.route?.method ?? "").localeCompare(b.route?.method ?? "");

/** The rows on screen: what is below a folder only while it is open. */
export function visibleRows(nodes: readonly SiteNode[], open: ReadonlySet<string>, level = 1, parent: string | undefined = undefined): SiteRow[] {
  return nodes.flatMap((node, index) => [{ node, level, place: index + 1, of: nodes.length, parent }, ...(open.has(node.id) ? visibleRows(node.children, open, level + 1, node.id) : [])]);
}

/** Folders down to where a screen is full; what has findings is always in sight. */
export function openAtFirst(nodes: readonly SiteNode[], fits = 60): Set<string> {
  const open = new Set<string>();
  let layer = nodes.filter(({ children }) => children.length > 0);
  for (let rows = nodes.length; layer.length > 0 && rows + layer.reduce((sum, { children }) => sum + children.length, 0) <= fits;) {
    for (const node of layer) { open.add(node.id); rows += node.children.length; }
    layer = layer.flatMap(({ children }) => children).filter(({ children }) => children.length > 0);
  }
  const uncover = (node: SiteNode): void => { if (node.findings > 0 && node.children.length > 0) { open.add(node.id); node.children.forEach(uncover); } };
  nodes.forEach(uncover);
  return open;
}

export const everyFolder = (nodes: readonly SiteNode[]): Set<string> => new Set(nodes.flatMap((node) => (node.children.length === 0 ? [] : [node.id, ...everyFolder(node.children)])));

/** Routes whose method, path, source or answer hold every word; their folders stay. */
export function routesMatching(routes: readonly RouteCoverage[], text: string): RouteCoverage[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return routes.filter(({ method, origin, template, source, status, mediaType, findings }) => words.every((word) => (word === "is:finding" ? findings > 0 : `${method} ${origin}${template} ${source} ${status ?? "no-answer"} ${mediaType ?? ""}`.toLowerCase().includes(word))));
}
