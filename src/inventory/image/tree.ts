// The file system of an image: layers put on each other in memory, with whiteouts, and links that never lead out (OCI image-spec, layer.md).

/** Where the bytes of a file are; undefined: they were not kept. */
export interface Content { read(offset: number, length: number): Uint8Array }
export interface FileNode { kind: "file"; layer: number; sizeBytes: number; isExecutable: boolean; stamp: string; content: Content | undefined }
export interface FolderNode { kind: "folder"; layer: number; children: Map<string, Node> }
export type Node = FileNode | FolderNode | { kind: "link"; layer: number; target: string } | { kind: "other"; layer: number };

// Linux gives up after 40 links (path_resolution(7)).
const maxLinks = 40;
const whiteout = ".wh.";
const opaque = ".wh..wh..opq";

export const emptyRoot = (): FolderNode => ({ kind: "folder", layer: -1, children: new Map() });

/** Segments of a path in the image; undefined when one climbs or the path is longer than a kernel takes. */
export function segmentsOf(path: string): string[] | undefined {
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  return path.length > 4096 || segments.includes("..") || path.includes("\0") ? undefined : segments;
}

/** What is at a path, links followed inside the image; undefined when nothing is, or links go in a circle. */
export function find(root: FolderNode, segments: readonly string[]): Node | undefined {
  const todo = [...segments];
  let trail: FolderNode[] = [root];
  for (let links = 0; todo.length > 0;) {
    const segment = todo.shift() ?? "";
    if (segment === "" || segment === ".") continue;
    if (segment === "..") { trail = trail.length > 1 ? trail.slice(0, -1) : trail; continue; }
    const child = trail.at(-1)?.children.get(segment);
    if (child?.kind === "link") {
      if (++links > maxLinks) return undefined;
      if (child.target.startsWith("/")) trail = [root];
      todo.unshift(...child.target.split("/"));
    } else if (child?.kind === "folder") trail.push(child);
    else return todo.length === 0 ? child : undefined;
  }
  return trail.at(-1);
}

/** Puts one entry of a layer into the tree: a node, or a whiteout that takes away what lower layers put there. */
export function put(root: FolderNode, segments: readonly string[], node: Node): void {
  const name = segments.at(-1);
  if (name === undefined) return;
  const parent = folderAt(root, segments.slice(0, -1), node.layer);
  if (name === opaque) clearLower(parent, node.layer);
  // Other names with the doubled mark are AUFS's own.
  else if (name.startsWith(".wh..wh.")) return;
  else if (name.startsWith(whiteout)) hide(parent, name.slice(whiteout.length), node.layer);
  else place(parent, name, node);
}

function place(parent: FolderNode, name: string, node: Node): void {
  const there = parent.children.get(name);
  if (node.kind === "folder" && there?.kind === "folder") there.layer = node.layer;
  else parent.children.set(name, node);
}

/** The folder an entry lies in; layers may leave out the entries of folders that lower ones have. */
function folderAt(root: FolderNode, segments: readonly string[], layer: number): FolderNode {
  const found = find(root, segments);
  if (found?.kind === "folder") return found;
  let folder = root;
  for (const [index, segment] of segments.entries()) {
    const next = find(root, segments.slice(0, index + 1));
    const child: FolderNode = next?.kind === "folder" ? next : { kind: "folder", layer, children: new Map() };
    if (next?.kind !== "folder") folder.children.set(segment, child);
    folder = child;
  }
  return folder;
}

function hide(parent: FolderNode, name: string, layer: number): void {
  const child = parent.children.get(name);
  if (child === undefined) return;
  // A whiteout speaks of lower layers only, wherever in its own layer it stands.
  if (child.kind === "folder") clearLower(child, layer);
  if (child.layer < layer && (child.kind !== "folder" || child.children.size === 0)) parent.children.delete(name);
}

function clearLower(folder: FolderNode, layer: number): void {
  for (const name of folder.children.keys()) hide(folder, name, layer);
}
