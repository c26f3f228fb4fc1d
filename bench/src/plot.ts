import type { Report, Row } from "./report.ts";

const WIDTH = 360;
const HEIGHT = 220;
const MARGIN = { left: 52, right: 16, top: 34, bottom: 40 };

/** How many of what a row is about: `1000 open`, `10 connections`. */
const SIZE = /^(\d+) /;

/** Draws reports whose rows differ in a number, side by side: its logarithm to the right, the median upwards. */
export function plot(reports: readonly Report[]): string {
  const growths = reports.filter(
    ({ rows }) => rows.length > 2 && rows.every(({ subject }) => SIZE.test(subject)),
  );
  if (growths.length === 0) throw new RangeError("--plot: none of these benchmarks grows with a number");
  const width = WIDTH * growths.length;
  const panels = growths.map((report, i) => `<g transform="translate(${i * WIDTH} 0)">${panel(report)}</g>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" font-family="sans-serif" font-size="11"><title>${growths.map(({ name }) => name).join("; ")}</title><rect width="${width}" height="${HEIGHT}" fill="#fff"/>${panels.join("")}</svg>\n`;
}

function panel({ name, unit, rows }: Report): string {
  const highest = Math.max(...rows.map(({ measured }) => measured.max));
  const [left, right] = [sizeOf(rows[0]), sizeOf(rows.at(-1))].map(Math.log10) as [number, number];
  const x = (row: Row) =>
    MARGIN.left + ((Math.log10(sizeOf(row)) - left) / (right - left)) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (figure: number) =>
    HEIGHT - MARGIN.bottom - (figure / highest) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const at = (figure: number) => figure.toFixed(1);
  const line = rows.map((row) => `${at(x(row))},${at(y(row.measured.median))}`).join(" ");
  const marks = rows.map(
    (row) =>
      `<line x1="${at(x(row))}" x2="${at(x(row))}" y1="${at(y(row.measured.min))}" y2="${at(y(row.measured.max))}" stroke="#9ab"/>` +
      `<circle cx="${at(x(row))}" cy="${at(y(row.measured.median))}" r="3" fill="#146"/>` +
      `<text x="${at(x(row))}" y="${HEIGHT - MARGIN.bottom + 16}" text-anchor="middle">${sizeOf(row)}</text>`,
  );
  const ticks = [0, highest / 2, highest].map(
    (figure) =>
      `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${at(y(figure))}" y2="${at(y(figure))}" stroke="#ddd"/>` +
      `<text x="${MARGIN.left - 6}" y="${at(y(figure) + 4)}" text-anchor="end">${at(figure)} ${unit}</text>`,
  );
  const counted = (rows[0]?.subject ?? "").replace(SIZE, "");
  return (
    `<text x="${MARGIN.left}" y="18" font-weight="bold">${name}</text>${ticks.join("")}` +
    `<polyline points="${line}" fill="none" stroke="#146" stroke-width="1.5"/>${marks.join("")}` +
    `<text x="${WIDTH - MARGIN.right}" y="${HEIGHT - 8}" text-anchor="end">${counted}</text>`
  );
}

function sizeOf(row: Row | undefined): number {
  return Number(SIZE.exec(row?.subject ?? "")?.[1]);
}
