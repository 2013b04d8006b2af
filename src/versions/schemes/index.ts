// Every version scheme, one line each.
import { register } from "../../kernel/plugin.ts";
import { debian } from "./debian.ts";
import { pypi } from "./pypi.ts";
import { semver } from "./semver.ts";

export const schemes = register("scheme", [debian, pypi, semver]);
