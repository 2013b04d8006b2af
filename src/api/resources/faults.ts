// Faults: every problem code, what happened and how to mend it.
import Type from "typebox";
import { faults as table } from "../../kernel/fault.ts";
import { door, ItemsOf } from "../route.ts";
import type { Resource } from "../route.ts";

const list = door({
  id: "listFaults", method: "GET", path: "/faults", tag: "faults", scope: "public", answer: ItemsOf(Type.Object({ code: Type.String(), status: Type.Integer(), about: Type.String(), fix: Type.String() })),
  summary: "Every problem code, with its mend",
  handle: async () => ({ items: Object.entries(table).map(([code, { status, about, fix }]) => ({ code, status, about, fix })) }),
});

export const faults: Resource = { tag: "faults", about: "What can go wrong, and the mend", doors: [list] };
