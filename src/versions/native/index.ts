// Every native range syntax, one line each.
import { register } from "../../kernel/plugin.ts";
import { cargo } from "./cargo.ts";
import { conan } from "./conan.ts";
import { maven } from "./maven.ts";
import { npm } from "./npm.ts";
import { nuget } from "./nuget.ts";
import { packagist } from "./packagist.ts";
import { pypi } from "./pypi.ts";
import { rubygems } from "./rubygems.ts";

export const rangeSyntaxes = register("range-syntax", [cargo, conan, maven, npm, nuget, packagist, pypi, rubygems]);
