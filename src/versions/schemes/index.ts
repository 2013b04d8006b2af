// Every version scheme, one line each.
import { register } from "../../kernel/plugin.ts";
import { alpm } from "./alpm.ts";
import { apk } from "./apk.ts";
import { bitnami } from "./bitnami.ts";
import { conan } from "./conan.ts";
import { cpan } from "./cpan.ts";
import { cran } from "./cran.ts";
import { datetime } from "./datetime.ts";
import { debian } from "./debian.ts";
import { freebsd } from "./freebsd.ts";
import { generic } from "./generic.ts";
import { gentoo } from "./gentoo.ts";
import { hackage } from "./hackage.ts";
import { homebrew } from "./homebrew.ts";
import { julia } from "./julia.ts";
import { lexicographic } from "./lexicographic.ts";
import { linux } from "./linux.ts";
import { maven } from "./maven.ts";
import { nuget } from "./nuget.ts";
import { opam } from "./opam.ts";
import { openssl } from "./openssl.ts";
import { packagist } from "./packagist.ts";
import { pub } from "./pub.ts";
import { pypi } from "./pypi.ts";
import { rpm } from "./rpm.ts";
import { rubygems } from "./rubygems.ts";
import { semver } from "./semver.ts";

export const schemes = register("scheme", [
  alpm, apk, bitnami, conan, cpan, cran, datetime, debian, freebsd, generic, gentoo, hackage, homebrew, julia, lexicographic,
  linux, maven, nuget, opam, openssl, packagist, pub, pypi, rpm, rubygems, semver,
]);
