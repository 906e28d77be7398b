// Patterns for names, not for paths: `*` also spans slashes, since a model id may hold them.

/** `*` any characters, `?` one, `{a,b}` either; everything else stands for itself. */
export function globMatcher(pattern: string): (name: string) => boolean {
  let depth = 0;
  const source = [...pattern].map((character) => {
    if (character === "*") return ".*";
    if (character === "?") return ".";
    if (character === "{") return ++depth && "(?:";
    if (character === "}" && depth > 0) return depth-- && ")";
    if (character === "," && depth > 0) return "|";
    return character.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
  });
  const expression = new RegExp(`^${source.join("")}${")".repeat(depth)}$`, "su");
  return (name) => expression.test(name);
}

/** Whether the pattern can stand for more than one name. */
export const isGlob = (pattern: string) => /[*?{]/.test(pattern);
