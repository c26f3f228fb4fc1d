import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";

const main = fileURLToPath(new URL("../five-operations/main.ts", import.meta.url));

describe("npm start's run of the five operations", () => {
  let lines: string[];
  beforeAll(async () => {
    // Rejects, and so fails, unless the exit code is 0.
    const { stdout } = await promisify(execFile)(process.execPath, [main], {
      env: { ...process.env, NO_COLOR: "1" },
    });
    lines = stdout.trimEnd().split("\n");
  });

  it("ends with the sum: everything placed was cancelled and nothing is open", () => {
    expect(lines.at(-1)).toBe("5 operations over 4 wires: 13 placed, 13 cancelled, 0 open");
  });

  it.each([
    ["POST /cancelallorders", "Futures REST", "3", "3", "0"],
    ["batch_cancel", "WebSocket v2", "10", "3", "7"],
    ["cancelOrder", "legacy WebSocket", "7", "2", "5"],
    ["OrderMassCancelRequest", "FIX 4.4", "3", "3", "0"],
    ["cancel_all", "WebSocket v2", "2", "2", "0"],
  ])("has a row for %s over %s with what was open before, cancelled and open after", (...cells) => {
    const rows = lines.map((line) => line.split("│").map((cell) => cell.trim()));
    const [row] = rows.filter(([, operation]) => operation === cells[0]);
    expect(row?.slice(1, 6)).toEqual(cells);
    expect(row?.[6]).toMatch(/^\d+\.\d ms$/);
  });

  it("shows what went over each wire, and no credential", () => {
    const text = lines.map((line) => line.replaceAll("│", "").trim()).join("");
    for (const evidence of [
      "POST /derivatives/api/v3/cancelallorders",
      '"result":"success"',
      '"method":"cancel_all"',
      '"method":"batch_cancel"',
      '"event":"cancelOrder"',
      '"event":"cancelOrderStatus"',
      "|35=q|",
      "|35=8|",
    ]) {
      expect(text).toContain(evidence);
    }
    expect(text).toContain('"token":"[secret]"');
    expect(text).toContain("Authent: [secret]");
  });
});
