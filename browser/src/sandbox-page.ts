import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { connect as connectFix } from "@x/fix";
import { createClient, sendOrder } from "@x/futures-rest";
import { ControlClock, type Sandbox, startSandbox } from "@x/sandbox";
import { addOrder, connect, webSocketsToken } from "@x/ws-v2";
import { type Browser, chromium, type Page } from "playwright-core";

/** What the documentation shows. */
export const PICTURE = fileURLToPath(new URL("../../docs/sandbox.png", import.meta.url));

const SIZE = { width: 1280, height: 800 };
/** How far from the picture in the docs the page may look, in percent of all there is between black and white. */
const FURTHEST = 4;

/** One thing that holds of the page, or does not. */
export interface Finding {
  readonly what: string;
  readonly holds: boolean;
}

/** Opens the sandbox's page in a browser, uses it, and tells what was found. `update` makes the docs' picture anew. */
export async function checkSandboxPage(program: string, update: boolean): Promise<Finding[]> {
  // The same moment, orders and books every time.
  const clock = new ControlClock({ now: Date.UTC(2026, 2, 2, 9, 15, 42, 117), held: true });
  await using sandbox = await startSandbox({ seed: "page", market: "resting", clock, admin: true });
  const leave = await trade(sandbox);
  const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
  try {
    return await check(browser, sandbox, update);
  } finally {
    await browser.close();
    await leave();
  }
}

/** Orders on both venues, and somebody connected. */
async function trade({ urls, credentials, faults }: Sandbox): Promise<() => Promise<void>> {
  const futures = createClient({ baseUrl: urls.futuresRest, credentials: credentials.futures });
  const order = { orderType: "lmt", symbol: "PF_XBTUSD", side: "buy", size: 0.5 } as const;
  await futures.call(sendOrder, { ...order, limitPrice: 59_000 });
  const ws = connect({
    url: urls.wsV2,
    token: webSocketsToken({ ...credentials.spot, baseUrl: urls.spotRest }),
  });
  const limit = { order_type: "limit", symbol: "BTC/USD", order_qty: 0.25 } as const;
  await ws.call(addOrder, { ...limit, side: "buy", limit_price: 59_999.5 });
  await ws.call(addOrder, { ...limit, side: "sell", limit_price: 60_010 });
  await ws.call(addOrder, { ...limit, order_type: "market", side: "buy" });
  const session = await connectFix({
    ...urls.fix,
    ...credentials.fix,
    credentials: credentials.fix,
    reconnect: false,
    rollover: false,
  });
  faults.next({ interface: "ws-legacy", webSocket: "lostAcknowledgement", times: 3 });
  return async () => {
    await ws.close();
    await session.close();
  };
}

async function check(browser: Browser, sandbox: Sandbox, update: boolean): Promise<Finding[]> {
  const found: Finding[] = [];
  const see = (what: string, holds: boolean) => void found.push({ what, holds });
  const page = await browser.newPage({ viewport: SIZE, colorScheme: "light" });
  const strangers: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${sandbox.urls.admin}/`) && !url.startsWith("data:")) strangers.push(url);
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));

  await page.goto(`${sandbox.urls.admin}/#${sandbox.adminToken}`);
  await page.getByText("Connected").waitFor();
  see("the token is gone from the address", new URL(page.url()).hash === "");
  const rows = (id: string) => page.locator(`#${id} tbody tr:not(:has(.empty))`).count();
  see("it shows the open orders", (await rows("orders")) === sandbox.counts().open);
  see("it shows who is connected", (await rows("sessions")) === 2);
  see("it shows both sides of the book", (await rows("book")) === 20);
  see("it shows the time", (await page.locator("#now").textContent()) === "2026-03-02T09:15:42.117Z");

  sandbox.market.take({ venue: "spot", symbol: "BTC/USD", side: "sell", quantity: "0.05" });
  await page.getByText("trade BTC/USD sell").first().waitFor();
  // The book comes by itself, a little later.
  const traded = sandbox.view().books.find(({ symbol }) => symbol === "BTC/USD")?.last?.price;
  await page.locator("#prices", { hasText: `last ${traded} ` }).waitFor();

  const picture = await page.screenshot();
  if (update) writeFileSync(PICTURE, picture);
  const apart = await difference(browser, picture, readFileSync(PICTURE));
  see(`it looks like docs/sandbox.png (${apart.toFixed(1)} % apart)`, apart <= FURTHEST);
  await page.emulateMedia({ colorScheme: "dark" });
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  see("it is dark for those who want it dark", ground === "rgb(21, 22, 26)");
  await page.emulateMedia({ colorScheme: "light" });

  await use(page, sandbox, see);
  see("it asks nobody but the sandbox", strangers.length === 0);
  see(`no complaint of the browser's ${complaints.join("; ")}`, complaints.length === 0);
  await page.close();
  await withoutToken(browser, sandbox, see);
  return found;
}

/** Everything that can be pressed. */
async function use(page: Page, sandbox: Sandbox, see: (what: string, holds: boolean) => void): Promise<void> {
  await page.locator("#fault-interface").selectOption("ws-v2");
  await page.locator("#fault-name").selectOption("halfOpen");
  await page.locator("#fault-operation").selectOption("add_order");
  await page.locator("#fault-times").fill("2");
  await page.getByRole("button", { name: "Let it happen" }).click();
  await page.locator("#faults").getByText("halfOpen").waitFor();
  const [, fault] = sandbox.faults.waiting();
  const { interface: spoken, operation, webSocket } = fault?.order ?? {};
  see(
    "a fault of the page's is one of the sandbox's",
    `${spoken} ${operation} ${webSocket} ${fault?.left}` === "ws-v2 add_order halfOpen 2",
  );
  await page.getByRole("button", { name: "Forget all faults" }).click();
  await page.getByText("Nothing is to fail.").waitFor();
  see("all can be forgotten", sandbox.faults.waiting().length === 0);

  await page.getByRole("button", { name: "+1 min" }).click();
  await page.getByText("09:16:42.117").waitFor();
  await page.getByRole("button", { name: "Hold" }).click();
  await page.locator("#held").waitFor({ state: "hidden" });
  see("the clock moves and runs on", !sandbox.view().clock.held);

  await page.locator("#market").selectOption("futures PF_ETHUSD");
  sandbox.market.quote({
    venue: "futures",
    symbol: "PF_ETHUSD",
    side: "buy",
    price: "2999.9",
    quantity: "7.654",
  });
  const level = page.locator("#book tbody tr.buy", { hasText: "2999.9" });
  await level.filter({ hasText: /7\.\d+|8\.\d+/ }).waitFor();
  see("books follow the market", (await page.locator("#book tbody tr.sell").count()) > 0);
}

/** A stranger gets the page, and nothing in it. */
async function withoutToken(
  browser: Browser,
  sandbox: Sandbox,
  see: (what: string, holds: boolean) => void,
): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${sandbox.urls.admin}/#guessed`);
  await page.getByText("The sandbox does not know this token").waitFor();
  see("another token opens nothing", (await page.locator("#orders tbody tr").count()) === 0);
  await page.getByLabel(/Admin token/).fill(sandbox.adminToken ?? "");
  await page.getByRole("button", { name: "Connect" }).click();
  await page.getByText("Connected", { exact: true }).waitFor();
  see("the right one opens it", (await page.locator("#orders tbody tr").count()) > 0);
  await context.close();
}

/** How far two pictures are apart, looked at from afar: fonts differ between machines, the rest should not. */
async function difference(browser: Browser, one: Buffer, other: Buffer): Promise<number> {
  const page = await browser.newPage();
  const sources = [one, other].map((picture) => `data:image/png;base64,${picture.toString("base64")}`);
  const apart = await page.evaluate(async (urls) => {
    const [width, height] = [64, 40];
    const pixels = await Promise.all(
      urls.map(async (url) => {
        const image = new Image();
        image.src = url;
        await image.decode();
        const context = new OffscreenCanvas(width, height).getContext("2d");
        if (context === null) throw new Error("no canvas");
        context.imageSmoothingQuality = "high";
        context.drawImage(image, 0, 0, width, height);
        return context.getImageData(0, 0, width, height).data;
      }),
    );
    const [left, right] = pixels;
    if (left === undefined || right === undefined) throw new Error("no pictures");
    let sum = 0;
    left.forEach((value, i) => {
      sum += Math.abs(value - (right[i] ?? 0));
    });
    return (sum / left.length / 255) * 100;
  }, sources);
  await page.close();
  return apart;
}
