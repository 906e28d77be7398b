// Names for the effects of a dispatcher: what is done to what kind of thing (`lock.create`). A
// crash or a fault is aimed at one of these, and coverage is counted in them.

const kinds: readonly (readonly [ending: string, name: string])[] = [
  [".lock.reclaim", "marker"],
  [".lock", "lock"],
  [".sock", "socket"],
  [".meta.json", "record"],
  [".jsonl", "session"],
  [".msg", "mail"],
  [".signal", "bell"],
  ["/locks", "locks"],
  ["/sockets", "sockets"],
  ["/sessions", "sessions"],
  ["receipts.json", "receipt"],
];

export function pointOf(call: string, path: string): string {
  // A file on its way to its final name counts as the final one.
  const plain = path.replace(/(\.[0-9a-f]{8})?\.tmp$/, "");
  const kind = kinds.find(([ending]) => plain.endsWith(ending))?.[1] ?? other(path);
  return `${kind}.${call}`;
}

function other(path: string): string {
  if (path.includes("/receivers/")) return "receiver";
  return path.includes("/mailboxes/") ? "mail" : "file";
}
