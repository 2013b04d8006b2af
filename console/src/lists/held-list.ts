// Rows that came with their parent, in the shape a table takes.
import type { List } from "../api/queries.ts";

export const heldList = <Row,>(items: Row[], path: string): List<Row> => ({ items, total: items.length, problem: undefined, loading: false, loadingMore: false, more: undefined, path, query: {}, held: true });
