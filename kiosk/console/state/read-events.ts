/**
 * Server-sent events out of a fetched answer: EventSource can send no token along. Only what our proxy sends is read; an
 * event that is longer than any of its own is somebody else's, and ends the reading.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */

export type StreamEvent = { readonly name: string; readonly data: string };

/** Two hundred devices with all they may say of themselves, many times over. */
const LONGEST_EVENT = 8 * 1024 * 1024;

/** Ends when the stream does. @throws what the stream throws, and where an event has no end */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text = (text + decoder.decode(value, { stream: true })).replace(/\r\n?/g, '\n');
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const event = readEvent(text.slice(0, end));
        text = text.slice(end + 2);
        if (event !== null) yield event;
      }
      if (text.length > LONGEST_EVENT) throw new Error('an event without an end');
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** Null for one that holds nothing, such as a comment. */
function readEvent(block: string): StreamEvent | null {
  let name = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === 'event') name = value;
    if (field === 'data') data.push(value);
  }
  return data.length === 0 ? null : { name, data: data.join('\n') };
}
