// What is asked for the packages a project writes down.
import { register } from "../../kernel/plugin.ts";
import { bunLock } from "./bun-lock.ts";
import { cabalFreeze } from "./cabal-freeze.ts";
import { cargoLock } from "./cargo-lock.ts";
import { composerLock } from "./composer-lock.ts";
import { conanLock } from "./conan-lock.ts";
import { dockerfile } from "./dockerfile.ts";
import { dotnetDeps } from "./dotnet-deps.ts";
import { gemfileLock } from "./gemfile-lock.ts";
import { githubActions } from "./github-actions.ts";
import { goMod } from "./go-mod.ts";
import { goSum } from "./go-sum.ts";
import { gradleLock } from "./gradle-lock.ts";
import { juliaManifest } from "./julia-manifest.ts";
import { mavenPom } from "./maven-pom.ts";
import { mixLock } from "./mix-lock.ts";
import { nugetLock } from "./nuget-lock.ts";
import { packageLock } from "./package-lock.ts";
import { pdmLock } from "./pdm-lock.ts";
import { pipfileLock } from "./pipfile-lock.ts";
import { pnpmLock } from "./pnpm-lock.ts";
import { podfileLock } from "./podfile-lock.ts";
import { poetryLock } from "./poetry-lock.ts";
import { pubLock } from "./pub-lock.ts";
import { pylock } from "./pylock.ts";
import { renvLock } from "./renv-lock.ts";
import { requirements } from "./requirements.ts";
import { stackLock } from "./stack-lock.ts";
import { swiftResolved } from "./swift-resolved.ts";
import { uvLock } from "./uv-lock.ts";
import { yarnBerry } from "./yarn-berry.ts";
import { yarnClassic } from "./yarn-classic.ts";

export const lockfiles = register("lockfile", [
  bunLock, cabalFreeze, cargoLock, composerLock, conanLock, dockerfile, dotnetDeps, gemfileLock, githubActions, goMod, goSum, gradleLock, juliaManifest, mavenPom, mixLock, nugetLock,
  packageLock, pdmLock, pipfileLock, pnpmLock, podfileLock, poetryLock, pubLock, pylock, renvLock, requirements, stackLock, swiftResolved, uvLock, yarnBerry, yarnClassic,
]);
