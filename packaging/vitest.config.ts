import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Packing and installing happen once for all files; compilers and bundlers are slower than a unit test.
    globalSetup: "./src/setup.ts",
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
