// Which Node this runs on. Pure, and free of what an older one lacks: it is asked before anything else is loaded.

/** What pi itself needs. */
const [leastMajor, leastMinor] = [22, 19];

/** Null where this version, such as `24.1.0`, is new enough; else what to do about it. */
export function whyTooOld(version: string): string | null {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return null;
  return `resume-matrix needs Node ${leastMajor}.${leastMinor} or later, and this is ${version}. In a clone, \`pnpm matrix\` brings its own.`;
}
