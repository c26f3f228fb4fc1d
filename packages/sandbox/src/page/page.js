import { ask, listen, Refused } from "./endpoint.js";
import {
  byId,
  choose,
  log,
  showBalances,
  showBook,
  showClock,
  showCounts,
  showFaults,
  showOrders,
  showSessions,
  timeOf,
} from "./tables.js";

/** @typedef {import("../admin/events.ts").SandboxEvent} SandboxEvent */
/** @typedef {import("../admin/snapshot.ts").SandboxView} SandboxView */
/** @typedef {import("../faults.ts").KnownFaults} KnownFaults */

const TOKEN = "sandbox-admin-token";
const AGAIN = 1000;

/** @type {SandboxView | undefined} */
let view;
/** @type {readonly KnownFaults[]} */
let known = [];
let token = "";

/** @param {string} text */
function say(text) {
  byId("status").textContent = text;
}

/** @param {() => Promise<unknown>} work what was asked for with a button */
function attempt(work) {
  work().then(
    () => say("Connected"),
    (error) => say(`Refused: ${error.message}`),
  );
}

/** @param {SandboxEvent} event */
function tell({ event, data }) {
  switch (event) {
    case "snapshot":
      view = { ...data, orders: [...data.orders], sessions: [...data.sessions], books: [...data.books] };
      choose(
        "market",
        data.books.map(({ venue, symbol }) => ({
          value: `${venue} ${symbol}`,
          text: `${symbol} (${venue})`,
        })),
      );
      showAll();
      say("Connected");
      return;
    case "order":
      changeOrder(data);
      return;
    case "trade":
      log(`${timeOf(data.at)} trade ${data.symbol} ${data.side} ${data.quantity} @ ${data.price}`);
      return;
    case "session":
      changeSession(data);
      return;
    case "book":
      if (view === undefined) return;
      view = { ...view, books: view.books.map((one) => (isSame(one, data) ? data : one)) };
      showChosenBook();
      return;
    case "balances":
      if (view === undefined) return;
      view = { ...view, balances: data };
      showBalances(data, view.positions);
      return;
    case "counts":
      showCounts(data);
      return;
    case "faults":
      showFaults(data);
      return;
    case "clock":
      showClock(data);
  }
}

function showAll() {
  if (view === undefined) return;
  showClock(view.clock);
  showCounts(view.counts);
  showOrders(view.orders);
  showSessions(view.sessions);
  showBalances(view.balances, view.positions);
  showFaults(view.faults);
  showChosenBook();
}

function showChosenBook() {
  const { value } = /** @type {HTMLSelectElement} */ (byId("market"));
  const book = view?.books.find(({ venue, symbol }) => `${venue} ${symbol}` === value);
  if (book !== undefined) showBook(book);
}

/** @param {Extract<SandboxEvent, { event: "order" }>["data"]} change */
function changeOrder({ kind, at, order }) {
  log(`${timeOf(at)} ${order.symbol} ${order.side} ${order.quantity} ${kind} ${order.id}`);
  if (view === undefined) return;
  const others = view.orders.filter(({ id }) => id !== order.id);
  const at0 = view.orders.findIndex(({ id }) => id === order.id);
  if (kind === "ended") view = { ...view, orders: others };
  else view = { ...view, orders: at0 === -1 ? [...view.orders, order] : view.orders.with(at0, order) };
  showOrders(view.orders);
}

/** @param {Extract<SandboxEvent, { event: "session" }>["data"]} change */
function changeSession({ kind, session }) {
  log(`${session.interface} ${session.name} ${kind}`);
  if (view === undefined) return;
  const others = view.sessions.filter(({ id }) => id !== session.id);
  view = { ...view, sessions: kind === "opened" ? [...others, session] : others };
  showSessions(view.sessions);
}

/**
 * @param {{ venue: string, symbol: string }} one
 * @param {{ venue: string, symbol: string }} other
 */
function isSame(one, other) {
  return one.venue === other.venue && one.symbol === other.symbol;
}

function offerFaults() {
  const spoken = choose(
    "fault-interface",
    known.map((one) => ({ value: one.interface, text: one.interface })),
  );
  const chosen = known.find((one) => one.interface === spoken);
  if (chosen === undefined) return;
  choose(
    "fault-name",
    chosen.faults.map((name) => ({ value: name, text: name })),
  );
  choose("fault-operation", [
    { value: "", text: "any" },
    ...chosen.operations.map((name) => ({ value: name, text: name })),
  ]);
}

async function letFail() {
  const value = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (byId(id)).value;
  const spoken = value("fault-interface");
  const operation = value("fault-operation");
  await ask(token, "/admin/faults", {
    method: "POST",
    body: {
      interface: spoken,
      [known.find((one) => one.interface === spoken)?.field ?? ""]: value("fault-name"),
      ...(operation !== "" && { operation }),
      times: Number(value("fault-times")),
    },
  });
}

/** @param {object} body */
async function moveClock(body) {
  showClock(await ask(token, "/admin/clock", { method: "POST", body }));
}

/** Follows the sandbox for as long as the token opens it. */
async function follow() {
  for (;;) {
    try {
      known = (await ask(token, "/admin/faults")).known;
      offerFaults();
      await listen(token, tell);
      say("The sandbox has ended the connection");
    } catch (error) {
      if (error instanceof Refused) {
        sessionStorage.removeItem(TOKEN);
        say("The sandbox does not know this token");
        byId("enter").hidden = false;
        return;
      }
      say("No sandbox answers");
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

/** @param {string} given */
function enter(given) {
  token = given;
  sessionStorage.setItem(TOKEN, token);
  byId("enter").hidden = true;
  follow();
}

byId("market").addEventListener("change", showChosenBook);
byId("fault-interface").addEventListener("change", offerFaults);
byId("hold").addEventListener("click", () => {
  const held = byId("hold").getAttribute("aria-pressed") === "true";
  attempt(() => moveClock({ hold: !held }));
});
byId("second").addEventListener("click", () => attempt(() => moveClock({ advance: 1000 })));
byId("minute").addEventListener("click", () => attempt(() => moveClock({ advance: 60_000 })));
byId("clear").addEventListener("click", () =>
  attempt(() => ask(token, "/admin/faults", { method: "DELETE" })),
);
byId("fault").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(letFail);
});
byId("enter").addEventListener("submit", (event) => {
  event.preventDefault();
  enter(/** @type {HTMLInputElement} */ (byId("token")).value);
});

// The address carries the token once, and then no longer: it would stay in the browser's history.
const given = location.hash.slice(1) || sessionStorage.getItem(TOKEN) || "";
history.replaceState(null, "", location.pathname);
if (given === "") byId("enter").hidden = false;
else enter(given);
