import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** What Chromium and its siblings are called, the first one found is taken. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The browser's program: the one that `CHROMIUM` names, else the first on the path; `undefined` when there is none. */
export function findChromium({ CHROMIUM, PATH = "" }: NodeJS.ProcessEnv = process.env): string | undefined {
  const candidates = CHROMIUM
    ? [CHROMIUM]
    : NAMES.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)));
  return candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Containers give little shared memory; the browser takes files instead.
  "--disable-dev-shm-usage",
  // The exchange sends no CORS headers, so that an ordinary page may not read its answers. What does use the packages in
  // a browser has a proxy of its own, or is an extension or a desktop shell; this flag stands in for those.
  "--disable-web-security",
];

/**
 * Opens a page in a fresh browser without a window, and closes it when `outcome` is there.
 *
 * @throws Error with what the browser said, when it ends before that, takes longer than `deadlineMs`, or cannot be started.
 */
export async function openPage<Outcome>(
  program: string,
  url: string,
  outcome: Promise<Outcome>,
  deadlineMs: number,
): Promise<Outcome> {
  const profile = mkdtempSync(join(tmpdir(), "chromium-"));
  // A group of its own, since a browser is many processes.
  const browser = spawn(program, [...FLAGS, `--user-data-dir=${profile}`, url], {
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  browser.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-4_000);
  });
  const exit = once(browser, "exit");
  const failure = Promise.withResolvers<never>();
  const fail = (reason: string) => failure.reject(new Error(`${program} ${reason}; it said:\n${said}`));
  exit.then(
    ([code, signal]) => fail(`ended with ${code ?? signal} before the page had told its outcome`),
    (reason: unknown) => fail(`could not be started: ${reason}`),
  );
  const timer = setTimeout(() => fail(`had no outcome after ${deadlineMs} ms`), deadlineMs);
  try {
    return await Promise.race([outcome, failure.promise]);
  } finally {
    clearTimeout(timer);
    if (browser.pid !== undefined && browser.exitCode === null && browser.signalCode === null) {
      process.kill(-browser.pid, "SIGKILL");
      await exit;
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}
