// npm run interop:quickfix: plays every scenario between this package and QuickFIX, in both directions, and ends with 0 when
// all of them went as FIX says. Needs Debian's g++, libquickfix-dev and openssl. Words after the command choose scenarios
// by name.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { playBothWays } from "../fix/both-ways.ts";
import { acceptorScenarios } from "./scenarios/acceptor.ts";
import { initiatorScenarios } from "./scenarios/initiator.ts";
import { orderEntryScenarios } from "./scenarios/order-entry.ts";

const scratch = mkdtempSync(join(tmpdir(), "interop-quickfix-"));
const programs = join(scratch, "programs");
execFileSync(fileURLToPath(new URL("compile.sh", import.meta.url)), [programs], { stdio: "inherit" });
const tls = { certificate: join(scratch, "certificate.pem"), key: join(scratch, "key.pem") };
const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"];
execFileSync(
  "openssl",
  ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", tls.key, "-out", tls.certificate, ...subject],
  { stdio: "ignore" },
);

const good = await playBothWays({
  peer: "QuickFIX",
  initiator: [...initiatorScenarios, ...orderEntryScenarios],
  acceptor: acceptorScenarios,
  scratch,
  place: (folder) => ({ folder, programs, tls }),
  chosen: process.argv.slice(2),
});
if (good) rmSync(scratch, { recursive: true });
else console.log(`QuickFIX's logs are in ${scratch}`);
process.exit(good ? 0 : 1);
