import { propertyKey, symbolName, typeName } from "../../contract/names.ts";
import type { Components, Shape } from "../../contract/shape.ts";
import { sourceText } from "../../contract/source.ts";
import type { WsChannel, WsSubscription } from "../../contract/ws.ts";
import { comment, docComment } from "../doc-comment.ts";
import { literal } from "../predicate.ts";
import { lines, list, page } from "./method.ts";
import { ModuleWriter } from "./module.ts";
import { receivedShape, receivedType, sentShape } from "./project.ts";

/** One file per channel: its message, what a subscription takes, their checks, and the channel as a value. */
export function emitChannel(channel: WsChannel, components: Components): ModuleWriter {
  const name = typeName(channel.name);
  const module = new ModuleWriter(channel.source, components, "channels");
  const { subscription } = channel;
  const message = receivedShape(channel.message, components);
  if (subscription) module.type(`${name}Params`, sentShape(subscription.params));
  module.type(`${name}Message`, receivedType(channel.message, components));
  if (subscription) {
    module.check(`check${name}Params`, `{@link ${name}Params}`, sentShape(subscription.params), true);
    module.check(
      `check${name}Ack`,
      "an acknowledgement",
      receivedShape(subscription.acknowledgement, components),
      false,
    );
  }
  module.check(`check${name}Message`, `{@link ${name}Message}`, message, false);
  const facts = subscription
    ? [subscription.auth ? "Needs a session token." : "Needs no session token."]
    : [];
  module.constant(
    symbolName(channel.name),
    subscription
      ? `Channel<${name}Params, ${name}Message>`
      : `Push<${name}Message, ${literal(channel.name)}>`,
    docComment(channel.doc, channel.source, { facts: [...facts, ...page(channel.doc.notes)] }),
    lines([
      `kind: ${literal(subscription ? "channel" : "push")}`,
      `name: ${literal(channel.name)}`,
      `hosts: ${list(channel.hosts)}`,
      ...(subscription
        ? [
            `auth: ${subscription.auth}`,
            ...module.writer(subscription.params),
            `checkParams: check${name}Params`,
            `checkAck: check${name}Ack`,
            `knownAck: ${module.known(receivedShape(subscription.acknowledgement, components))}`,
            ...subscriptionFacts(subscription),
            module.runtime("subscribing"),
          ]
        : [module.fromConnection("tell")]),
      `checkMessage: check${name}Message`,
      `known: ${module.known(message)}`,
    ]),
  );
  if (subscription?.localCopy) emitFeed(channel, subscription, name, message, module);
  return module;
}

/** The channel once more, with what a local copy takes: what it does not believe is not checked. */
function emitFeed(
  { name: wireName, hosts, source }: WsChannel,
  subscription: WsSubscription,
  name: string,
  message: Shape,
  module: ModuleWriter,
): void {
  const params = sentShape(subscription.params);
  const told = params.properties.filter((property) => subscription.unsubscribe.includes(property.name));
  module.check(
    `check${name}Feed`,
    `what a copy gives of {@link ${name}Params}`,
    { ...params, properties: told, additional: "open" },
    true,
  );
  module.internal(
    `${symbolName(wireName)}Feed`,
    `Feed<${name}Params, ${name}Message>`,
    comment(
      `The channel for who keeps a copy of what it says, item by item.\n\nSource: ${sourceText(source)}`,
    ),
    lines([
      `name: ${literal(wireName)}`,
      `hosts: ${list(hosts)}`,
      `auth: ${subscription.auth}`,
      ...module.writer(subscription.params),
      `checkParams: check${name}Feed`,
      ...subscriptionFacts(subscription),
      `subscribing: ${module.runtime("feeding", "subscribing")}`,
      `checkMessage: check${name}Message`,
      `known: ${module.known(message)}`,
    ]),
  );
}

function subscriptionFacts({ perItem, unsubscribe, snapshot, suffix, sequence }: WsSubscription): string[] {
  return [
    ...(perItem.length > 0 ? [`perItem: ${list(perItem)}`] : []),
    ...(unsubscribe.length > 0 ? [`unsubscribe: ${list(unsubscribe)}`] : []),
    ...(snapshot ? [`snapshot: ${unless(snapshot)}`] : []),
    ...(sequence ? [`sequence: [${sequence.map(literal).join(", ")}]`] : []),
    ...(suffix
      ? [`suffix: { param: ${literal(suffix.param)}, default: ${JSON.stringify(suffix.default)} }`]
      : []),
  ];
}

function unless(values: NonNullable<WsSubscription["snapshot"]>): string {
  const entries = Object.entries(values).map(
    ([param, value]) => `${propertyKey(param)}: ${JSON.stringify(value)}`,
  );
  return entries.length > 0 ? `{ ${entries.join(", ")} }` : "{}";
}
