// What the dispatchers of a simulated case find before they begin, as plain data.
export const lockScenes = [
  "none",
  "dead-holder",
  "live-holder",
  "foreign-holder",
  "other-host",
  "reused-pid",
  "empty",
  "corrupt",
  "wrong-id",
  "marker-left",
  "cleared-by-hand",
  "replaced-by-hand",
  "number-given-away",
  "number-of-another-user",
  "numbers-given-on",
] as const;

export const socketScenes = [
  "none",
  "stale",
  "live",
  "dies-once-seen",
  "comes-back",
  "stalled",
  "silent",
  "resets",
  "denies",
  "busy",
  "symlink",
  "file",
] as const;

export const recordScenes = ["pi", "missing", "corrupt", "mail-armed", "mail-unarmed"] as const;
export const sessionScenes = ["one", "unnamed", "strangers"] as const;
export const trustScenes = ["trusted", "approved", "denied"] as const;

/** What the dispatchers find. */
export interface Scene {
  readonly lock: (typeof lockScenes)[number];
  readonly socket: (typeof socketScenes)[number];
  readonly record: (typeof recordScenes)[number];
  readonly session: (typeof sessionScenes)[number];
  readonly trust: (typeof trustScenes)[number];
}

export const plainScene: Scene = {
  lock: "none",
  socket: "none",
  record: "pi",
  session: "one",
  trust: "trusted",
};

export function isPlainScene(scene: Scene): boolean {
  return Object.entries(plainScene).every(([key, value]) => scene[key as keyof Scene] === value);
}
