import { defineConfig } from "vitest/config";

// One benchmark at a time: each wants the machine for itself.
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
