import { defineConfig } from "vitest/config";
import { limits } from "../vitest.limits.ts";

// One benchmark at a time: each wants the machine for itself.
export default defineConfig({ test: { ...limits, include: ["test/**/*.test.ts"], fileParallelism: false } });
