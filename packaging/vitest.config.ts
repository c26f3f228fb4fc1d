import { defineConfig } from "vitest/config";
import { limits } from "../vitest.limits.ts";

export default defineConfig({
  test: {
    ...limits,
    include: ["test/**/*.test.ts"],
    // Packing and installing happen once for all files; compilers and bundlers are slower than a unit test.
    globalSetup: "./src/setup.ts",
  },
});
