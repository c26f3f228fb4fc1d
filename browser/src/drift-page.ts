import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import type { Finding } from "./sandbox-page.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const METHOD = "specs/ws-v2/methods/cancel_all.schema.json";

/** Makes a drift report of an edited spec, opens it in a browser, filters it, and tells what was found. */
export async function checkDriftPage(program: string): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), "drift-page-"));
  const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    const requests: string[] = [];
    page.on("request", (request) => void requests.push(request.url()));
    await page.goto(pathToFileURL(makeReport(folder)).href);
    const visible = page.locator("details.change:visible");
    const all = await visible.count();
    await page.selectOption("select[name=bump]", "major");
    const majors = await visible.count();
    await page.selectOption("select[name=travel]", "sent");
    const sent = await visible.count();
    await page.selectOption("select[name=bump]", "");
    await page.selectOption("select[name=travel]", "");
    const limit = page.locator("details.change", { hasText: "limit" }).first();
    await limit.locator("summary").click();
    const spec = limit.locator(".sides.spec");
    return [
      { what: "refers to nothing outside", holds: requests.every((url) => url.startsWith("file:")) },
      { what: "shows every change at first", holds: all >= 3 && (await visible.count()) === all },
      { what: "shows what was chosen alone", holds: majors > 0 && majors < all && sent < majors },
      {
        what: "says how many there are",
        holds: (await page.locator("output").textContent()) === `${all} of ${all} changes`,
      },
      {
        what: "shows the lines of the spec that a change is made of, as they were and as they are",
        holds:
          (await spec.locator("pre").nth(0).isVisible()) &&
          (await spec.locator("pre").nth(1).isVisible()) &&
          !(await spec.locator("pre").nth(0).textContent())?.includes('"maximum": 1000') &&
          (await spec.locator("ins").allTextContents()).some((line) => /\d+ +"maximum": 1000/.test(line)),
      },
    ];
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeReport(folder: string): string {
  cpSync(join(repository, "specs"), join(folder, "specs"), { recursive: true });
  const method = JSON.parse(readFileSync(join(folder, METHOD), "utf8"));
  const { properties, required } = method.$defs.response.properties.result;
  properties.count.maximum = 1_000;
  delete properties.warnings;
  properties.added = { type: "string" };
  method.$defs.response.properties.result.required = [...required, "added"];
  const { params } = method.$defs.request.properties;
  params.properties.reason = { type: "string" };
  params.required = [...params.required, "reason"];
  writeFileSync(join(folder, METHOD), JSON.stringify(method, null, 2));
  const page = join(folder, "drift.html");
  const words = [
    "codegen/src/cli.ts",
    "drift",
    "--no-proof",
    "--html",
    page,
    "--markdown",
    join(folder, "drift.md"),
  ];
  execFileSync(process.execPath, [...words, repository, folder], { cwd: repository });
  return page;
}
