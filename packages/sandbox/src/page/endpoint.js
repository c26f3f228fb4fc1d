/** The admin endpoint: what can be asked of it, with its token. */

/** @typedef {import("../admin/events.ts").SandboxEvent} SandboxEvent */

export class Refused extends Error {}

/**
 * @param {string} token
 * @param {string} path
 * @param {{ method?: string, body?: unknown }} [request]
 * @returns {Promise<any>}
 */
export async function ask(token, path, { method = "GET", body } = {}) {
  const answer = await fetch(path, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const told = await answer.json();
  if (answer.status === 401) throw new Refused(told.error);
  if (!answer.ok) throw new Error(told.error);
  return told;
}

/**
 * Hears what happens, until the connection ends. `EventSource` cannot send the token, so the stream is read by hand.
 *
 * @param {string} token
 * @param {(event: SandboxEvent) => void} tell
 */
export async function listen(token, tell) {
  const answer = await fetch("/admin/events", { headers: { authorization: `Bearer ${token}` } });
  if (answer.status === 401) throw new Refused("the token is another");
  if (!answer.ok || answer.body === null) throw new Error(`the sandbox answered ${answer.status}`);
  let rest = "";
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const messages = (rest + value).split("\n\n");
    rest = messages.pop() ?? "";
    for (const message of messages) {
      const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(message) ?? [];
      if (event !== undefined && data !== undefined) {
        tell(/** @type {SandboxEvent} */ ({ event, data: JSON.parse(data) }));
      }
    }
  }
}
