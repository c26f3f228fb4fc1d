/** Turns what the sandbox tells into rows. Text is only ever set as text. */

/** @typedef {import("../admin/snapshot.ts").SandboxView} SandboxView */
/** @typedef {import("../admin/snapshot.ts").BookView} BookView */
/** @typedef {{ text: string, number?: boolean, side?: string }} Cell */

/** @param {string} id */
export function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no element ${id}`);
  return found;
}

/** @param {number} at */
export function timeOf(at) {
  return new Date(at).toISOString().slice(11, 23);
}

/**
 * Fills a table's body.
 *
 * @param {string} id
 * @param {readonly (readonly Cell[])[]} rows
 * @param {string} [empty] what to say when there are none
 */
export function fill(id, rows, empty) {
  const body = byId(id).querySelector("tbody");
  if (body === null) throw new Error(`no body in ${id}`);
  const columns = byId(id).querySelectorAll("th").length;
  body.replaceChildren(...rows.map(row));
  if (rows.length > 0 || empty === undefined) return;
  const line = body.insertRow();
  const cell = line.insertCell();
  cell.colSpan = columns;
  cell.className = "empty";
  cell.textContent = empty;
}

/** @param {readonly Cell[]} cells */
function row(cells) {
  const line = document.createElement("tr");
  for (const { text, number, side } of cells) {
    const cell = line.insertCell();
    cell.textContent = text;
    if (number === true) cell.classList.add("number");
    if (side !== undefined) cell.classList.add(side);
  }
  return line;
}

/** How many prices of each side are shown. */
const LEVELS = 10;

/** @param {BookView} book */
export function showBook({ bids, asks, last, mark, index, status }) {
  byId("prices").textContent = `${status} · last ${last?.price ?? "none"} · mark ${mark} · index ${index}`;
  const levels = [
    ...asks
      .slice(0, LEVELS)
      .map((level) => ({ ...level, side: "sell" }))
      .reverse(),
    ...bids.slice(0, LEVELS).map((level) => ({ ...level, side: "buy" })),
  ];
  const most = Math.max(...levels.map(({ quantity }) => Number(quantity)));
  fill(
    "book",
    levels.map(({ price, quantity, side }) => [
      { text: side === "buy" ? "bid" : "ask" },
      { text: price, number: true },
      { text: quantity, number: true },
    ]),
    "Nobody offers anything.",
  );
  byId("book")
    .querySelectorAll("tbody tr")
    .forEach((line, i) => {
      const level = levels[i];
      if (!(line instanceof HTMLElement) || level === undefined) return;
      line.classList.add(level.side);
      line.style.backgroundSize = `${Math.round((Number(level.quantity) / most) * 100)}% 100%`;
    });
}

/** @param {SandboxView["orders"]} orders */
export function showOrders(orders) {
  fill(
    "orders",
    orders.map(({ symbol, side, type, quantity, filled, price, trigger, id }) => [
      { text: symbol },
      { text: side, side },
      { text: type },
      { text: quantity, number: true },
      { text: filled, number: true },
      { text: price ?? "", number: true },
      { text: trigger ?? "", number: true },
      { text: id },
    ]),
    "No order is open.",
  );
}

/**
 * @param {SandboxView["balances"]} balances
 * @param {SandboxView["positions"]} positions
 */
export function showBalances(balances, positions) {
  fill("balances", [
    ...balances.map(({ wallet, asset, balance, held }) => [
      { text: wallet },
      { text: asset },
      { text: balance, number: true },
      { text: held, number: true },
    ]),
    ...positions.map(({ symbol, size, entry }) => [
      { text: "position" },
      { text: symbol },
      { text: `${size} from ${entry}`, number: true },
      { text: "" },
    ]),
  ]);
}

/** @param {SandboxView["sessions"]} sessions */
export function showSessions(sessions) {
  fill(
    "sessions",
    sessions.map((one) => [{ text: one.interface }, { text: one.name }, { text: timeOf(one.since) }]),
    "Nobody is connected.",
  );
}

/** @param {SandboxView["faults"]} faults */
export function showFaults(faults) {
  fill(
    "faults",
    faults.map(({ order, left }) => [
      { text: order.interface ?? "futures-rest" },
      { text: order.transport ?? order.webSocket ?? order.fix ?? order.status ?? order.error ?? "" },
      { text: order.operation ?? "any" },
      { text: String(left), number: true },
    ]),
    "Nothing is to fail.",
  );
}

/** @param {SandboxView["clock"]} clock */
export function showClock({ now, held, controllable }) {
  byId("now").textContent = new Date(now).toISOString();
  byId("held").hidden = !held;
  byId("hold").setAttribute("aria-pressed", String(held));
  byId("clock-keys").hidden = !controllable;
}

/** @param {SandboxView["counts"]} counts */
export function showCounts({ placed, ended, open }) {
  byId("counts").textContent = `${open} open, ${ended} ended, ${placed} placed`;
}

const LOG = 50;

/** @param {string} line the latest comes first */
export function log(line) {
  const list = byId("log");
  const item = document.createElement("li");
  item.textContent = line;
  list.prepend(item);
  while (list.childElementCount > LOG) list.lastElementChild?.remove();
}

/**
 * Fills a list of choices and keeps what was chosen if it is still there.
 *
 * @param {string} id
 * @param {readonly { value: string, text: string }[]} choices
 * @returns {string} what is chosen now
 */
export function choose(id, choices) {
  const select = /** @type {HTMLSelectElement} */ (byId(id));
  const { value } = select;
  select.replaceChildren(...choices.map((choice) => new Option(choice.text, choice.value)));
  if (choices.some((choice) => choice.value === value)) select.value = value;
  return select.value;
}
