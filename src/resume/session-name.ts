// The session's display name carries its identity: `{gid}=={provider}/{model}--{slug}__{tags}`.
import { isGardenId } from "../formats/garden-id.ts";

/** `entwurf` marks a session as resumable by this path, `control` an operator's own resident. */
export type SessionTag = "entwurf" | "control";

export interface SessionName {
  readonly gardenId: string;
  readonly provider: string;
  readonly model: string;
  readonly title: string;
  readonly tags: readonly SessionTag[];
}

/** A model may hold two hyphens in a row; a title never does, so the last two end the model. */
const pattern =
  /^(?<gardenId>[^=]+)==(?<provider>[^/]+)\/(?<model>.+)--(?<title>(?:[a-z0-9]+(?:-[a-z0-9]+)*)?)__(?<tags>[a-z_]*)$/;

/** Lower-case letters and digits joined by single hyphens. */
export function slug(title: string): string {
  return title
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .join("-");
}

/** @throws RangeError for a malformed id, or for both tags on one name. */
export function formatSessionName(name: SessionName): string {
  if (!isGardenId(name.gardenId)) throw new RangeError(`not a garden id: ${name.gardenId}`);
  if (name.tags.includes("entwurf") && name.tags.includes("control")) {
    throw new RangeError("a session is resumable or an operator's resident, never both");
  }
  const tags = name.tags.join("_");
  return `${name.gardenId}==${name.provider}/${name.model}--${slug(name.title)}__${tags}`;
}

/** Null for a name that is not of this form. */
export function parseSessionName(text: string): SessionName | null {
  const groups = pattern.exec(text)?.groups;
  if (!groups || !isGardenId(groups.gardenId as string)) return null;
  const tags = (groups.tags as string).split("_").filter((tag) => tag !== "");
  if (!tags.every((tag) => tag === "entwurf" || tag === "control")) return null;
  if (new Set(tags).size > 1) return null;
  return {
    gardenId: groups.gardenId as string,
    provider: groups.provider as string,
    model: groups.model as string,
    title: groups.title as string,
    tags: tags as SessionTag[],
  };
}
