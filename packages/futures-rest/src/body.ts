/** The body as text; nothing when it is longer than so many bytes, of which never more than one chunk too many is read. */
export async function readBody({ body }: Pick<Response, "body">, limit: number): Promise<string | undefined> {
  const reader = body?.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { value } = (await reader?.read()) ?? {};
    if (!value) break;
    size += value.length;
    if (size > limit) {
      reader?.cancel().catch(() => {});
      return undefined;
    }
    chunks.push(value);
  }
  // Most answers are one chunk, and a decoder needs twice the time when told that more may follow.
  return new TextDecoder().decode(chunks[1] ? await new Blob(chunks).arrayBuffer() : chunks[0]);
}
