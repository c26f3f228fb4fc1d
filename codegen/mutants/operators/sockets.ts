import { each } from "./document.ts";
import type { DocumentOperator, Node } from "./operator.ts";

interface Channel {
  readonly name: string;
  readonly channel: Node;
}

function channels(document: Node): Channel[] {
  return Object.entries(document.channels as { [name: string]: Node }).map(([name, channel]) => ({
    name,
    channel,
  }));
}

const methods = (document: Node): Channel[] => channels(document).filter(({ channel }) => isMethod(channel));
const streams = (document: Node): Channel[] => channels(document).filter(({ channel }) => !isMethod(channel));

function isMethod(channel: Node): boolean {
  return channel.messages.request !== undefined;
}

function hosts(document: Node): string[] {
  return Object.keys(document.servers);
}

/** A channel without its operations, or an operation without its channel, is no spec. */
function remove({ name }: Channel, document: Node): boolean {
  delete document.channels[name];
  document.operations = Object.fromEntries(
    Object.entries(document.operations as { [key: string]: Node }).filter(
      ([, operation]) => operation.channel.$ref !== `#/channels/${name}`,
    ),
  );
  return channels(document).length > 0;
}

/** The channel and its operations once more, under another name. */
function copy({ name, channel }: Channel, next: string, document: Node): Node {
  const own = Object.entries(document.operations as { [key: string]: Node }).filter(
    ([, operation]) => operation.channel.$ref === `#/channels/${name}`,
  );
  for (const [key, operation] of own)
    document.operations[`${key}Again`] = JSON.parse(
      JSON.stringify(operation)
        .replaceAll(`#/channels/${name}"`, `#/channels/${next}"`)
        .replaceAll(`#/channels/${name}/`, `#/channels/${next}/`),
    );
  document.channels[next] = structuredClone(channel);
  return document.channels[next];
}

/** A method's schema says its name too. */
function copyMethod(found: Channel, document: Node, files: Parameters<DocumentOperator["edit"]>[2]): boolean {
  const next = `${found.name}_again`;
  const path: string = found.channel.messages.request.payload.schema.$ref.split("#")[0];
  const file = path.replace(/(\w+)\.schema\.json$/, "$1_again.schema.json");
  const schema = JSON.stringify(files.open(path)).replaceAll(`"const":"${found.name}"`, `"const":"${next}"`);
  files.add(file, JSON.parse(schema));
  const channel = copy(found, next, document);
  for (const message of Object.values(channel.messages) as Node[])
    message.payload.schema.$ref = message.payload.schema.$ref.replace(path, file);
  return true;
}

/** What a socket offers, and where. */
export const socketOperators: readonly DocumentOperator[] = [
  each("add a method", methods, copyMethod),
  each("remove a method", methods, remove),
  each("rename a method", methods, (found, document, files) => {
    copyMethod(found, document, files);
    return remove(found, document);
  }),
  each("add a channel", streams, (found, document) => {
    copy(found, `${found.name}_again`, document);
    return true;
  }),
  each("remove a channel", streams, remove),
  each("rename a channel", streams, (found, document) => {
    copy(found, `${found.name}_again`, document);
    return remove(found, document);
  }),
  each("serve at another host too", channels, ({ channel }, document) => {
    const refs: string[] = channel.servers.map(({ $ref }: Node) => $ref);
    const more = hosts(document).find((name) => !refs.includes(`#/servers/${name}`));
    if (more === undefined) return false;
    channel.servers.push({ $ref: `#/servers/${more}` });
    return true;
  }),
  each("serve at one host less", channels, ({ channel }) => {
    channel.servers = channel.servers.slice(1);
    return channel.servers.length > 0;
  }),
  each("move a host", hosts, (name, document) => {
    document.servers[name].host = `moved.${document.servers[name].host}`;
    return true;
  }),
  each(
    "add a host",
    (document) => hosts(document).slice(0, 1),
    (name, document) => {
      document.servers.added = { ...document.servers[name], host: "added.example" };
      return true;
    },
  ),
  each("remove a host", hosts, (name, document) => {
    delete document.servers[name];
    for (const { channel } of channels(document)) {
      channel.servers = channel.servers.filter(({ $ref }: Node) => $ref !== `#/servers/${name}`);
      if (channel.servers.length === 0) return false;
    }
    return true;
  }),
];
