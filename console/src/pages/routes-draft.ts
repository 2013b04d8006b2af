// What is edited on the page of routes: its tabs share it, so that a simulation is of what stands in the editor.
import type { Routes } from "../api/alert-shapes.ts";

export interface Draft { text: string; saved: Routes; etag: string | undefined; setText: (text: string) => void }
