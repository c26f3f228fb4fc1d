export type {
  ApiKey,
  FixCredentials,
  FuturesCredentials,
  SandboxCredentials,
  SpotCredentials,
} from "./credentials.ts";
export type { EngineCounts } from "./engine/engine.ts";
export { Sandbox, type SandboxOptions, type SandboxUrls, startSandbox } from "./sandbox.ts";
