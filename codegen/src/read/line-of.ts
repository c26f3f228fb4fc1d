import { EVENT_ID, type Event, getScalarValue, parseEvents } from "js-yaml";

/**
 * The line, counted from 1, that a pointer leads to in a YAML or JSON text: of the key in a mapping, of the item in a list.
 * Where the pointer leads nowhere, the line of the last of its steps that is there.
 */
export function lineOf(text: string, steps: readonly string[]): number {
  const last = nodesOn(text, parseEvents(text, {}), steps).at(-1);
  return text.slice(0, last?.start ?? 0).split("\n").length;
}

/** Where a node begins, its key included, and where it ends. */
export interface NodePlace {
  readonly start: number;
  readonly end: number;
}

/** The nodes on the way of a pointer, as far as they are there, the outermost first; the whole text is none of them. */
export function nodesOn(text: string, events: readonly Event[], steps: readonly string[]): NodePlace[] {
  let at = events.findIndex(({ type }) => type !== EVENT_ID.DOCUMENT);
  const found: NodePlace[] = [];
  for (const step of steps) {
    const inner = child(text, events, at, step);
    if (inner === undefined) break;
    at = inner.at;
    let end = inner.offset;
    const behind = after(events, at);
    for (let index = at; index < behind; index++) end = Math.max(end, endOf(events[index]));
    found.push({ start: inner.offset, end });
  }
  return found;
}

/** What a step leads to from the node that begins at an event, and where in the text it stands. */
function child(
  text: string,
  events: readonly Event[],
  parent: number,
  step: string,
): { readonly at: number; readonly offset: number } | undefined {
  const type = events[parent]?.type;
  if (type !== EVENT_ID.MAPPING && type !== EVENT_ID.SEQUENCE) return undefined;
  let at = parent + 1;
  for (let index = 0; ; index++) {
    const event = events[at];
    if (event === undefined || event.type === EVENT_ID.POP) return undefined;
    if (type === EVENT_ID.SEQUENCE) {
      if (String(index) === step) return { at, offset: startOf(event) };
      at = after(events, at);
    } else {
      const value = after(events, at);
      if (event.type === EVENT_ID.SCALAR && getScalarValue(text, event) === step)
        return { at: value, offset: startOf(event) };
      at = after(events, value);
    }
  }
}

/** The event behind the node that begins at one. */
function after(events: readonly Event[], start: number): number {
  let open = 0;
  for (let at = start; at < events.length; at++) {
    const type = events[at]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) open++;
    else if (type === EVENT_ID.POP) open--;
    if (open === 0) return at + 1;
  }
  return events.length;
}

function startOf(event: Event): number {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return event.valueStart;
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    default:
      return 0;
  }
}

/** The last character of what the event itself writes; a closing bracket says nothing. */
function endOf(event: Event | undefined): number {
  if (event?.type === EVENT_ID.SCALAR) return Math.max(event.valueStart, event.valueEnd - 1);
  return event?.type === EVENT_ID.ALIAS ? event.anchorEnd : 0;
}
