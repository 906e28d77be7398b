// Mail for a citizen whose backend cannot be probed: it is left only for a receiver that is armed
// to fetch it.
import type { CitizenRecord } from "./record.ts";

export type Receiver =
  | { readonly kind: "armed" }
  | { readonly kind: "unarmed"; readonly because: string };

export interface Mailbox {
  findReceiver(record: CitizenRecord): Promise<Receiver>;
  deliver(gardenId: string, message: string): Promise<void>;
}
