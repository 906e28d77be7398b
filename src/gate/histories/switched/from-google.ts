// Its signatures are dropped even where another of Google's formats could read them.
import { switchedFrom } from "./origin.ts";

export const switchedFromGoogle = switchedFrom(
  { provider: "google", model: "gemini-3.5-flash", wireApi: "google-generative-ai" },
  "signatures on its calls",
);
