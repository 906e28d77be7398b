// What the children of one simulated run share, whoever of them lives.
import type { Behaviour } from "../../loopback/behaviour.ts";
import type { Answer } from "../../loopback/script.ts";
import type { Machine } from "../machine/machine.ts";
import type { EntryWriter, SessionState } from "./transcript.ts";

/** All that outlives one child: the entry ids, and who is told of a model request. */
export interface PiContext {
  readonly machine: Machine;
  readonly writer: EntryWriter;
  readonly api: string;
  onModelRequest(
    state: SessionState,
    model: string,
    answer: Answer | null,
    behaviour?: Behaviour["kind"],
  ): void;
  /** What the launch turn of a resumed child meets in the place of a model that behaves. */
  readonly behaviour?: Behaviour;
}

/** To a file that is there; what was removed takes nothing more. */
export function append({ disk }: Machine, path: string, line: string): void {
  const inode = disk.find(path);
  if (inode) disk.write(path, inode, line);
}
