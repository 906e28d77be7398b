// What differs from model to model behind one wire format, as data: the first line that fits counts
// for each switch. Model ids are matched as they stand on the wire.

export interface ModelSwitches {
  /** Thinking is bound to everything before it, so that a changed prefix is refused. */
  readonly bindsPrefix: boolean;
  /** The last message may not be the assistant's. */
  readonly refusesPrefill: boolean;
  /** The first call of each step of the current turn must bring its signature back. */
  readonly signsCalls: boolean;
  /** Knows signatures of reasoning; others refuse the field. */
  readonly isClaude: boolean;
  /** User and assistant must take turns. */
  readonly rolesAlternate: boolean;
  /** Turns with tools must bring their reasoning back. */
  readonly wantsReasoningBack: "deepseek" | "kimi" | null;
  /** Served by Mistral's own validator behind another API. */
  readonly mistralServed: boolean;
  /** Longest id of a call, where there is a limit. */
  readonly callIdLimit: number | null;
  /** The shortest prefix that is cached, in tokens. */
  readonly cacheFloor: number;
}

interface Line {
  readonly model: RegExp;
  readonly provider?: RegExp;
  readonly set: Partial<ModelSwitches>;
}

const plain: ModelSwitches = {
  bindsPrefix: false,
  refusesPrefill: false,
  signsCalls: false,
  isClaude: false,
  rolesAlternate: false,
  wantsReasoningBack: null,
  mistralServed: false,
  callIdLimit: null,
  cacheFloor: 1024,
};

/** Where a later line repeats a switch of an earlier one, the earlier one counts. */
const lines: readonly Line[] = [
  { model: /(fable|mythos)-5[-.][12](?!\d)/, set: { bindsPrefix: true } },
  { model: /(opus|sonnet|haiku)-5[-.]5(?!\d)/, set: { bindsPrefix: true } },
  { model: /(opus|sonnet|haiku)-4[-.][6-9](?!\d)/, set: { refusesPrefill: true } },
  { model: /(opus|sonnet|haiku|fable|mythos)-[5-9](?!\d)/, set: { refusesPrefill: true } },
  { model: /claude-3(?!\d)/, set: { rolesAlternate: true } },
  { model: /(^|\.)(amazon\.)?nova-|llama/, set: { rolesAlternate: true } },
  { model: /claude|anthropic/, set: { isClaude: true } },
  { model: /^gemini-(live-)?([3-9]|\d\d)/, set: { signsCalls: true, cacheFloor: 4096 } },
  { model: /^gemini-/, set: { cacheFloor: 2048 } },
  { model: /deepseek/, provider: /^deepseek$/, set: { wantsReasoningBack: "deepseek" } },
  { model: /kimi/, provider: /^(moonshot|kimi)/, set: { wantsReasoningBack: "kimi" } },
  { model: /mistral|devstral|codestral|magistral|ministral/, set: { mistralServed: true } },
  { model: /./, provider: /^openai$/, set: { callIdLimit: 40 } },
  { model: /opus-4[-.][56]|haiku-4[-.]5/, set: { cacheFloor: 4096 } },
  { model: /sonnet-4[-.]6|haiku-3/, set: { cacheFloor: 2048 } },
  { model: /./, provider: /^deepseek$/, set: { cacheFloor: 64 } },
];

/** The switches of a model; `provider` as the redirect names it. */
export function switchesOf(provider: string, model: string): ModelSwitches {
  const fitting = lines.filter(
    (line) => line.model.test(model) && (line.provider?.test(provider) ?? true),
  );
  return Object.assign({}, plain, ...fitting.reverse().map(({ set }) => set));
}
