// The session's display name carries its identity: `{gid}=={provider}/{model}--{slug}__{tags}`.
import { isGardenId } from "../formats/garden-id.ts";
import { nameMarks, type SessionName, sessionTags } from "../formats/session-name.ts";

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
  const parts = ["gardenId", "provider", "model"] as const;
  const identity = parts.map((part) => name[part] + nameMarks[part]).join("");
  return `${identity}${slug(name.title)}${nameMarks.title}${name.tags.join(nameMarks.tag)}`;
}

/** Null for a name that is not of this form. */
export function parseSessionName(text: string): SessionName | null {
  const groups = pattern.exec(text)?.groups;
  if (!groups || !isGardenId(groups.gardenId as string)) return null;
  const words = (groups.tags as string).split(nameMarks.tag).filter((tag) => tag !== "");
  const tags = words.flatMap((word) => sessionTags.filter((tag) => tag === word));
  if (tags.length < words.length) return null;
  if (new Set(tags).size > 1) return null;
  return {
    gardenId: groups.gardenId as string,
    provider: groups.provider as string,
    model: groups.model as string,
    title: groups.title as string,
    tags,
  };
}
