// What a session's display name says: `{gid}=={provider}/{model}--{title}__{tag}_{tag}`. The title is
// lower-case letters and digits joined by single hyphens.

/** What stands behind each part. */
export const nameMarks = {
  gardenId: "==",
  provider: "/",
  model: "--",
  title: "__",
  tag: "_",
} as const;

/** `entwurf` marks a session as resumable by this path, `control` an operator's own resident. */
export const sessionTags = ["entwurf", "control"] as const;
export type SessionTag = (typeof sessionTags)[number];

export interface SessionName {
  readonly gardenId: string;
  readonly provider: string;
  readonly model: string;
  readonly title: string;
  readonly tags: readonly SessionTag[];
}
