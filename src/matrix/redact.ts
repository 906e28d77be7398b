// Takes secrets out of text before it is written anywhere. Pure, made from the values themselves:
// it cannot know what a secret looks like, only which ones there are.

export interface Secret {
  readonly name: string;
  readonly value: string;
}

export type Redact = (text: string) => string;

/** Shorter values would also blot out ordinary words. */
const shortestSecret = 8;

const secretName = /(api_?key|token|secret|password|access_?key(_?id)?|authorization)$/i;
const secretField = /(key|token|secret|password|access|refresh|authorization)$/i;

/** The credentials in an environment, told by the names of their variables. */
export function environmentSecrets(
  environment: Readonly<Record<string, string | undefined>>,
): Secret[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    secretName.test(name) && value !== undefined ? [{ name, value }] : [],
  );
}

/** The credentials in a parsed settings file, told by the names of their fields. */
export function fileSecrets(file: string, content: unknown, field = ""): Secret[] {
  if (typeof content === "string") {
    return secretField.test(field) ? [{ name: file, value: content }] : [];
  }
  if (typeof content !== "object" || content === null) return [];
  return Object.entries(content).flatMap(([key, value]) => fileSecrets(file, value, key));
}

/** Replaces each value, as it is and as JSON writes it, by its name in brackets. */
export function createRedactor(secrets: readonly Secret[]): Redact {
  const names = new Map<string, string>();
  for (const { name, value } of secrets) {
    if (value.length < shortestSecret) continue;
    names.set(value, name);
    names.set(JSON.stringify(value).slice(1, -1), name);
  }
  if (names.size === 0) return (text) => text;
  // Longest first: a secret may begin with another one.
  const values = [...names.keys()].sort((a, b) => b.length - a.length).map(quoted);
  const expression = new RegExp(values.join("|"), "g");
  return (text) => text.replace(expression, (value) => `[${names.get(value)}]`);
}

const quoted = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
