// What a citizen's record holds: exactly these keys, and no others.

export const recordVersion = 2;

export const backends = ["claude-code", "antigravity", "codex", "pi"] as const;
export type Backend = (typeof backends)[number];

export interface RecordFields {
  readonly schemaVersion: typeof recordVersion;
  readonly gardenId: string;
  readonly backend: Backend;
  readonly nativeSessionId: string;
  readonly cwd: string;
  readonly model: string | null;
  readonly transcriptPath: string | null;
  readonly parentGardenId: string | null;
  readonly isEntwurf: boolean;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly recordUpdatedAt: string;
}
