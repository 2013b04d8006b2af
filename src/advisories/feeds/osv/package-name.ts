// Package names as they are stored: normalised by their ecosystem's rule; a repository by what all its spellings share.
import { packageKey } from "../../../versions/ecosystem.ts";

/** The name to store for a package of `ecosystem` (which may carry a release suffix). */
export function packageNameOf(ecosystem: string, name: string): string {
  if (ecosystem === "GIT") return name.replace(/\/+$/, "").replace(/\.git$/, "");
  const key = packageKey(ecosystem, name);
  return key.slice(key.indexOf(":") + 1);
}
