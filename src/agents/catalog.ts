// What an agent has out of the box: its providers, their models, and the wire format of each. Types only.

/** One model as its agent names it. `api` is the wire format that the agent speaks to it. */
export interface CatalogModel {
  readonly provider: string;
  readonly id: string;
  readonly api: string;
  /** Absent where the agent names none, and where it names nothing but zeros: those are paid otherwise. */
  readonly price?: ModelPrice;
}

/** In US dollars for a million tokens. */
export interface ModelPrice {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/** A target looked up in the catalogue, or why it is not there and what was probably meant. */
type Lookup =
  | { readonly kind: "known"; readonly model: CatalogModel }
  | { readonly kind: "unknown-model"; readonly near: readonly string[] }
  | { readonly kind: "unknown-provider"; readonly near: readonly string[] };

export interface Catalog {
  /** Names of all built-in providers, sorted. */
  readonly providers: readonly string[];
  isKnownProvider(provider: string): boolean;
  /** What a provider is called here, by any name it has had; null for one that is not built in. */
  nameOf(provider: string): string | null;
  /** Throws for a provider that is not built in. */
  models(provider: string): readonly CatalogModel[];
  /** The model to take when a user names only the provider. Throws where there is none. */
  defaultModel(provider: string): CatalogModel;
  /** A provider that bears another name here is found under it; the model says which. */
  find(provider: string, model: string): Lookup;
}
