/**
 * Server-sent events on Node's own response, past Hono: its streamSSE costs four times the CPU and three times the
 * memory for each tablet. Hono still sends the head, with all that middleware adds to it; the frames come ready made and
 * go straight to the socket where that is sound.
 *
 * Not by RESPONSE_ALREADY_SENT: once any middleware has touched the answer's headers, @hono/node-server 2.1 forgets that
 * it was sent, sends another head and closes the stream.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';

/** The same bytes bare, and as one chunk of a chunked HTTP/1.1 body. */
type Frame = { readonly bare: Uint8Array; readonly chunked: Uint8Array };

/** None of these throws, and once it is closed all do nothing. */
export type EventStream = {
  send(frame: Frame): void;
  /** Bytes handed over that the network has not taken. */
  backlogBytes(): number;
  end(): void;
  cut(): void;
};

/** The radio of a tablet that sleeps falls silent without a word; the kernel asks after this long. */
const KEEP_ALIVE_MS = 30_000;

/** What keeps every box on the way from holding back, changing or keeping the stream. */
const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * What Hono is to answer with. `onOpen` hears once the head is out; what it answers is called once the connection is
 * gone, whoever closed it, with whether it failed.
 */
export function eventStream(
  request: IncomingMessage,
  response: ServerResponse,
  onOpen: (stream: EventStream) => (how: 'closed' | 'broken') => void,
): { readonly body: ReadableStream<Uint8Array>; readonly headers: Record<string, string> } {
  // Said outright, so that it is certain how the body is framed. HTTP/1.0 (nginx, unless told otherwise) has no chunks.
  const isChunked = request.httpVersion === '1.1';
  const headers = isChunked ? { ...HEADERS, 'Transfer-Encoding': 'chunked' } : HEADERS;

  let onClose: (how: 'closed' | 'broken') => void = () => undefined;
  let how: 'closed' | 'broken' = 'closed';
  // Never gives a byte. Its first pull comes when the head is out, its cancellation when the response has closed.
  const body = new ReadableStream<Uint8Array>(
    {
      pull() {
        // Reset, or silent for so long that the kernel has given it up.
        response.socket?.once('error', () => {
          how = 'broken';
        });
        // What a new listener is told is a handful of frames: together they are one write and one packet.
        response.socket?.cork();
        onClose = onOpen(openStream(response, isChunked));
        response.socket?.uncork();
        return new Promise<void>(() => undefined);
      },
      cancel() {
        onClose(how);
      },
    },
    { highWaterMark: 0 },
  );
  return { body, headers };
}

function openStream(response: ServerResponse, isChunked: boolean): EventStream {
  response.socket?.setKeepAlive(true, KEEP_ALIVE_MS);
  response.socket?.setNoDelay(true);
  // A connection that breaks while we write closes as well; that is all there is to do about it.
  response.on('error', () => undefined);

  const isOpen = () => !response.writableEnded && !response.destroyed;
  return {
    send(frame) {
      if (!isOpen()) return;
      // A response that waits its turn behind another on the same connection has no socket yet; until Node has let go of
      // all that it holds back for it, the rest must queue behind that.
      const { socket } = response;
      if (isChunked && socket !== null && response.writableLength === socket.writableLength) {
        socket.write(frame.chunked);
      } else {
        response.write(frame.bare);
      }
    },
    backlogBytes: () => response.writableLength,
    end() {
      if (isOpen()) response.end();
    },
    cut: () => void response.destroy(),
  };
}
