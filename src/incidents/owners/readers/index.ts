// Every kind of file that says who owns what.
import { register } from "../../../kernel/plugin.ts";
import { backstage } from "./backstage.ts";
import { codeowners } from "./codeowners.ts";
import { settings } from "./settings.ts";

export const ownerReaders = register("owner reader", [codeowners, backstage, settings]);
