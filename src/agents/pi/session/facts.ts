// What a path holds besides what is told of it: models, levels, blocks, calls and results that have
// lost each other. Counted entry by entry; of what is in order nothing is kept.
import type { BlockFacts, Inspection, Orphan } from "../../inspection.ts";
import type { Block, Entry } from "./entry.ts";

export class PathFacts {
  leaf: string | null = null;
  readonly models: { provider: string; model: string; line: number }[] = [];
  readonly thinkingLevels: { level: string; line: number }[] = [];
  readonly compactions: number[] = [];
  #calls = 0;
  readonly #images = { count: 0, bytes: 0 };
  readonly #thinking = { count: 0, signed: 0, redacted: 0 };
  readonly #open = new Map<string, Orphan>();
  readonly #orphanResults: Orphan[] = [];

  take(entry: Entry): void {
    const { id, line, kind, level, message } = entry;
    this.leaf = id;
    if (level !== undefined) this.thinkingLevels.push({ level, line });
    if (kind === "compaction") this.compactions.push(line);
    this.#model(entry);
    if (message?.role === "toolResult") {
      const { callId = "", toolName: name = "" } = message;
      if (!this.#open.delete(callId)) this.#orphanResults.push({ line, id: callId, name });
    }
    for (const block of message?.blocks ?? []) this.#block(block, line);
  }

  #model({ change, message, line }: Entry): void {
    const { provider, model } = change ?? (message?.role === "assistant" ? message : {});
    if (provider === undefined || model === undefined) return;
    const last = this.models.at(-1);
    if (last?.provider === provider && last.model === model) return;
    this.models.push({ provider, model, line });
  }

  #block({ kind, bytes, signature, redacted, id = "", name = "" }: Block, line: number): void {
    if (kind === "call") {
      this.#calls += 1;
      this.#open.set(id, { line, id, name });
    } else if (kind === "image") {
      this.#images.count += 1;
      this.#images.bytes += bytes;
    } else if (kind === "thinking") {
      this.#thinking.count += 1;
      if (signature !== undefined) this.#thinking.signed += 1;
      if (redacted) this.#thinking.redacted += 1;
    }
  }

  get blocks(): BlockFacts {
    return { calls: this.#calls, images: this.#images, thinking: this.#thinking };
  }

  get orphans(): Pick<Inspection, "orphanCalls" | "orphanResults"> {
    return { orphanCalls: [...this.#open.values()], orphanResults: this.#orphanResults };
  }
}
