import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Both sides' identities and a key, as an exchange would have given them out. */
export const PARTIES = { client: "INTEROP", exchange: "KRAKEN-TRD" } as const;
export const CREDENTIALS = {
  apiKey: "INTEROPKEY",
  apiSecret: Buffer.from("a secret made up for these scenarios and nothing else").toString("base64"),
} as const;

const root = fileURLToPath(new URL("../..", import.meta.url));
/** The dictionary other engines are given. */
const DICTIONARY = join(root, "packages/fix/dictionary/kraken-fix44.xml");
/** The dictionary as it is written, with attributes of our own. */
export const WRITTEN_DICTIONARY = join(root, "specs/fix/kraken-fix44.xml");

export interface PeerSettings {
  readonly role: "acceptor" | "initiator";
  /** Where QuickFIX keeps its numbers, messages and logs. */
  readonly folder: string;
  readonly port: number;
  readonly heartBtInt: number;
  readonly tls?: { readonly certificate: string; readonly key: string } | undefined;
}

/** Writes QuickFIX's settings file and returns its path. */
export function writeSettings({ role, folder, port, heartBtInt, tls }: PeerSettings): string {
  const { client, exchange } = PARTIES;
  const [sender, target] = role === "acceptor" ? [exchange, client] : [client, exchange];
  // QuickFIX starts a new day at this time; half a day away, it does not fall into a run.
  const day = new Date(Date.now() + 43_200_000).toISOString().slice(11, 19);
  const own =
    role === "acceptor"
      ? [`SocketAcceptPort=${port}`, "SocketReuseAddress=Y"]
      : [
          "SocketConnectHost=127.0.0.1",
          `SocketConnectPort=${port}`,
          "ReconnectInterval=1",
          `HeartBtInt=${heartBtInt}`,
        ];
  const trust =
    tls === undefined
      ? []
      : role === "acceptor"
        ? [`ServerCertificateFile=${tls.certificate}`, `ServerCertificateKeyFile=${tls.key}`]
        : [`CertificationAuthoritiesFile=${tls.certificate}`];
  const lines = [
    "[DEFAULT]",
    `ConnectionType=${role}`,
    ...own,
    ...trust,
    `StartTime=${day}`,
    `EndTime=${day}`,
    "UseDataDictionary=Y",
    `DataDictionary=${DICTIONARY}`,
    `FileStorePath=${join(folder, "store")}`,
    `FileLogPath=${join(folder, "log")}`,
    "[SESSION]",
    "BeginString=FIX.4.4",
    `SenderCompID=${sender}`,
    `TargetCompID=${target}`,
  ];
  const path = join(folder, `${role}.cfg`);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}
