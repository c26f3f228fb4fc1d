import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What does not come fails a test either way; what comes late on a machine that stalls must not.
    expect: { poll: { timeout: 60_000 } },
    include: ["test/**/*.test.ts"],
  },
});
