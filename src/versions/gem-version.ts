// Versions of gems as lock files and tools write them: with the platform a gem was built for.

// Gem::Platform: a processor and a system ("x86_64-linux-gnu", "universal-darwin-21", "x64-mingw-ucrt"), or one word for both.
const platform = /-(?:(?:x86_64|x86|x64|i[3-6]86|aarch64|arm64|armv\d\w*|arm|powerpc\w*|ppc\w*|s390x?|riscv64|sparc|universal|all)-)?(?:java|jruby|dalvik\d*|mswin\d*|mingw\d*|mswin|cygwin|darwin|macruby|dotnet|linux|freebsd|openbsd|netbsd|solaris|aix|musl)[\w.-]*$/;

/**
 * Without the platform: "1.13.6-x86_64-linux" is 1.13.6 for one machine. Gem::Version itself would read the hyphen as
 * ".pre." and place every built gem below its own release, so below the fix it holds.
 */
export const gemVersion = (version: string): string => version.replace(platform, "");
