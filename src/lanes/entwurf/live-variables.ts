// The upstream's own names of what narrows or tunes a live run; they are honoured here as there.
export const liveVariables = {
  target: "PI_SHELL_ACP_LIVE_TARGET",
  provider: "PI_SHELL_ACP_LIVE_PROVIDER",
  model: "PI_SHELL_ACP_LIVE_MODEL",
  assistantTimeout: "PI_SHELL_ACP_SPAWN_RESUME_ASSISTANT_TIMEOUT_MS",
} as const;
