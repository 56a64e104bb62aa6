/** A tablet's end of a stream over a real socket: bare node:http, so that a test can also stop reading. */

import { type ClientRequest, type IncomingMessage, request } from 'node:http';

export type StreamEvent = { readonly event: string; readonly id: string | null; readonly data: string };

export type StreamClient = {
  readonly response: IncomingMessage;
  /** Waits for the next frame; null once the stream has ended. A lone `retry` comes as an event of that name. */
  next(): Promise<StreamEvent | null>;
  /** Everything up to and including the first event of that name. */
  until(event: string): Promise<StreamEvent[]>;
  close(): void;
};

export async function openStreamClient(url: string, headers: Record<string, string> = {}): Promise<StreamClient> {
  const { response, outgoing } = await new Promise<{ response: IncomingMessage; outgoing: ClientRequest }>(
    (resolve, reject) => {
      const asked = request(url, { headers, agent: false }, (answer) => resolve({ response: answer, outgoing: asked }));
      asked.on('error', reject);
      asked.end();
    },
  );
  const frames = readFrames(response);

  const next = async () => (await frames.next()).value ?? null;
  return {
    response,
    next,
    async until(event) {
      const seen: StreamEvent[] = [];
      for (let one = await next(); one !== null; one = await next()) {
        seen.push(one);
        if (one.event === event) return seen;
      }
      throw new Error(`the stream ended before ${event}; it had ${seen.map((one) => one.event).join(', ')}`);
    },
    close: () => void outgoing.destroy(),
  };
}

async function* readFrames(response: IncomingMessage): AsyncGenerator<StreamEvent, undefined> {
  let text = '';
  try {
    for await (const chunk of response.setEncoding('utf8')) {
      text += chunk;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        yield parseFrame(text.slice(0, end));
        text = text.slice(end + 2);
      }
    }
  } catch {
    // Cut off in the middle: for the tablet the stream has ended.
  }
  return undefined;
}

function parseFrame(frame: string): StreamEvent {
  const fields = new Map(
    frame.split('\n').map((line): [string, string] => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)];
    }),
  );
  const retry = fields.get('retry');
  if (retry !== undefined) return { event: 'retry', id: null, data: retry };
  return { event: fields.get('event') ?? 'message', id: fields.get('id') ?? null, data: fields.get('data') ?? '' };
}
