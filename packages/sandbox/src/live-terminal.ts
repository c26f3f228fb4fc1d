import { clearScreenDown, cursorTo, emitKeypressEvents, moveCursor } from "node:readline";
import type { ReadStream, WriteStream } from "node:tty";
import { styleText } from "node:util";
import type { TradeView } from "./admin/events.ts";
import { ControlClock } from "./control-clock.ts";
import { type LiveSize, renderLive } from "./live-view.ts";
import type { Sandbox } from "./sandbox.ts";

/** Milliseconds between two pictures. */
const FRAME = 250;
const TRADES = 20;
const MINUTE = 60_000;

export type Screen = Pick<WriteStream, "write" | "columns" | "rows">;
export type Keys = Pick<ReadStream, "on" | "off" | "setRawMode" | "resume" | "pause">;

export interface LiveTerminal {
  /** Leaves the last picture where it is, and the keys to whoever reads next. */
  stop(): void;
}

/**
 * Draws the live view below what is on the screen already, again and again, and takes keys. Time moves with keys where
 * `clock` can be moved.
 */
export function showLive(
  sandbox: Pick<Sandbox, "view" | "watch">,
  { screen, keys, clock, quit }: { screen: Screen; keys: Keys; clock: unknown; quit: () => void },
): LiveTerminal {
  let market = 0;
  let drawn = 0;
  const trades: TradeView[] = [];
  const stopWatching = sandbox.watch(({ event, data }) => {
    if (event !== "trade") return;
    trades.unshift(data);
    trades.length = Math.min(trades.length, TRADES);
  });
  const draw = (): void => {
    // One row less than there are, or the screen would roll with every picture.
    const size: LiveSize = { columns: screen.columns || 80, rows: (screen.rows || 24) - 1 };
    const lines = renderLive({ view: sandbox.view(), market, trades }, size, styleText);
    const out = screen as WriteStream;
    if (drawn > 0) moveCursor(out, 0, -drawn);
    cursorTo(out, 0);
    clearScreenDown(out);
    screen.write(`${lines.join("\n")}\n`);
    drawn = lines.length;
  };
  const timer = setInterval(draw, FRAME);
  const press = (text: string | undefined, key: { ctrl?: boolean; name?: string }): void => {
    if (text === "q" || (key.ctrl === true && key.name === "c")) quit();
    else if (text === "n") market += 1;
    else if (clock instanceof ControlClock) {
      if (text === " ") clock.held ? clock.release() : clock.hold();
      else if (text === "m") clock.advance(MINUTE);
    }
    draw();
  };
  emitKeypressEvents(keys as ReadStream);
  keys.setRawMode(true);
  keys.resume();
  keys.on("keypress", press);
  screen.write("\n");
  draw();
  return {
    stop() {
      clearInterval(timer);
      stopWatching();
      keys.off("keypress", press);
      keys.setRawMode(false);
      keys.pause();
    },
  };
}
