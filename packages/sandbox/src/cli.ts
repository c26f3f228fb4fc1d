#!/usr/bin/env node
import { type Command, readCommand, USAGE } from "./cli-options.ts";
import { describeSandbox, eventLine, listFaults } from "./cli-text.ts";
import { ControlClock } from "./control-clock.ts";
import { type LiveTerminal, showLive } from "./live-terminal.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";

async function main(): Promise<number | undefined> {
  let command: Command;
  try {
    command = readCommand(process.argv.slice(2));
  } catch (error) {
    console.error(`${message(error)}\n\n${USAGE}`);
    return 2;
  }
  if (command.does === "help") {
    console.log(USAGE);
    return 0;
  }
  const clock = command.options.clock ?? new ControlClock();
  let sandbox: Sandbox;
  try {
    sandbox = await startSandbox({ ...command.options, clock });
  } catch (error) {
    console.error(message(error));
    return 1;
  }
  if (command.does === "list-faults") {
    console.log(listFaults(sandbox.faults.known()));
    await sandbox.close();
    return 0;
  }
  try {
    for (const fault of command.faults) sandbox.faults.next(fault);
  } catch (error) {
    console.error(`--fault: ${message(error)}; --list-faults prints the names`);
    await sandbox.close();
    return 2;
  }
  run(sandbox, command, clock);
  return undefined;
}

/** Shows the sandbox until it is told to stop. */
function run(sandbox: Sandbox, { json, live }: Command, clock: unknown): void {
  let view: LiveTerminal | undefined;
  const stop = () => {
    view?.stop();
    sandbox.close().then(() => process.exit(0));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  // Last, because whoever reads it may stop the sandbox at once.
  if (json) {
    const { urls, credentials, adminToken } = sandbox;
    console.log(JSON.stringify({ urls, credentials, adminToken }));
    return;
  }
  console.log(describeSandbox(sandbox));
  const { stdout: screen, stdin: keys } = process;
  if (live && screen.isTTY && keys.isTTY) {
    view = showLive(sandbox, { screen, keys, clock, quit: stop });
    return;
  }
  sandbox.watch((event) => {
    const line = eventLine(event);
    if (line !== undefined) console.log(line);
  });
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const exitCode = await main();
if (exitCode !== undefined) process.exitCode = exitCode;
