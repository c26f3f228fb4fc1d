import Table from "cli-table3";
import type { Row } from "./wire.ts";

/** The rows as a table, each with the first message out and the first back below it. */
export function table(rows: readonly Row[]): string {
  const head = ["operation", "wire", "open before", "cancelled", "open after", "round trip"];
  const widths = [26, 18, 13, 11, 12, 12];
  const columns = {
    head,
    colWidths: widths,
    style: { head: [], border: [] },
    wordWrap: true,
    wrapOnWordBoundary: false,
  };
  const sheet = new Table(columns);
  for (const row of rows) {
    const numbers = [row.openBefore, row.cancelled, row.openAfter, `${row.roundTrip.toFixed(1)} ms`];
    sheet.push(
      [
        row.operation,
        row.wire,
        ...numbers.map((content) => ({ content: String(content), hAlign: "right" as const })),
      ],
      [{ colSpan: head.length, content: `→ ${short(row.request)}\n← ${short(row.answer)}` }],
    );
  }
  return sheet.toString();
}

/** The head of a long message: enough to see what it is. */
function short(message: string): string {
  return message.length <= 400 ? message : `${message.slice(0, 380)}… (${message.length} characters)`;
}
