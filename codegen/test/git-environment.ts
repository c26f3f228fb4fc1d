import { devNull, tmpdir } from "node:os";

// A hook that runs the tests points git at the repository it belongs to, and the code under test runs git too.
for (const name of ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"])
  delete process.env[name];

/**
 * The environment for git in folders of a test's own: nobody's settings, such as commits that are to be signed, and no
 * repository that happens to lie around the folder for temporary files.
 */
export const gitEnvironment = {
  ...process.env,
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CEILING_DIRECTORIES: tmpdir(),
};
