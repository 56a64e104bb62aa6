/**
 * Server-sent events on Node's own response, past Hono: its streamSSE costs four times the CPU and three times the
 * memory for each tablet. A route answers with the head alone, so that all middleware has its say; once it has, we send
 * that head ourselves and keep nothing of Hono's, which a stream that lasts for days would hold on to. The frames come
 * ready made and go straight to the socket where that is sound.
 *
 * Not by a route that answers RESPONSE_ALREADY_SENT: once any middleware has touched the answer's headers,
 * @hono/node-server 2.1 forgets that it was sent, sends another head and closes the stream.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';

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

/** What hears of a stream once its head is out. What it answers is called once the connection is gone, whoever closed it. */
export type OnStream = (stream: EventStream) => (how: 'closed' | 'broken') => void;

/** What Node knows of a request, which Hono hands from the server to the route; and what the route hands back by it. */
export type StreamBindings = {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  onStream?: OnStream;
};

/** The headers of a route's answer without a body: the head of the stream that `onStream` is going to have. */
export function eventStream(env: StreamBindings, onStream: OnStream): Record<string, string> {
  env.onStream = onStream;
  // Said outright, so that it is certain how the body is framed. HTTP/1.0 (nginx, unless told otherwise) has no chunks.
  return isChunked(env.incoming) ? { ...HEADERS, 'Transfer-Encoding': 'chunked' } : HEADERS;
}

type Answer = (request: Request, env: unknown) => Response | Promise<Response>;

/** Round the whole application: sends what it answers, and opens the stream where that is the head of one. */
export function openingStreams(answer: Answer): Answer {
  function opened(response: Response, env: StreamBindings): Response {
    // A guard may have put an answer of its own in the place of the route's.
    if (env.onStream === undefined || !isHead(response)) return response;
    open(env, response.headers, env.onStream);
    return RESPONSE_ALREADY_SENT;
  }
  return (request, env) => {
    const response = answer(request, env);
    // What needs no waiting is answered without.
    if (response instanceof Promise) return response.then((one) => opened(one, env as StreamBindings));
    return opened(response, env as StreamBindings);
  };
}

function isHead({ headers }: Response): boolean {
  return headers.get('Content-Type') === HEADERS['Content-Type'];
}

function isChunked({ httpVersion }: IncomingMessage): boolean {
  return httpVersion === '1.1';
}

function open({ incoming, outgoing: response }: StreamBindings, headers: Headers, onStream: OnStream): void {
  // Gone while it was being recognised.
  if (response.destroyed) return;
  const { socket } = response;
  let how: 'closed' | 'broken' = 'closed';
  // Reset, or silent for so long that the kernel has given it up.
  socket?.once('error', () => {
    how = 'broken';
  });
  // The head and what a new listener is told are a handful of pieces: together they are one write and one packet.
  let isHeldBack = true;
  socket?.cork();
  try {
    response.writeHead(200, fieldsOf(headers)).flushHeaders();
    const onClose = onStream(openStream(response, isChunked(incoming), () => isHeldBack));
    response.once('close', () => onClose(how));
  } finally {
    isHeldBack = false;
    socket?.uncork();
  }
}

/** As Node takes them: each cookie is a field of its own. */
function fieldsOf(headers: Headers): Record<string, string | string[]> {
  const { 'set-cookie': _, ...others } = Object.fromEntries(headers);
  const cookies = headers.getSetCookie();
  return cookies.length === 0 ? others : { ...others, 'set-cookie': cookies };
}

/** `isHeldBack`: by us, so that the network has not been asked yet and the tablet owes nothing. */
function openStream(response: ServerResponse, isChunked: boolean, isHeldBack: () => boolean): EventStream {
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
    backlogBytes: () => (isHeldBack() ? 0 : response.writableLength),
    end() {
      if (isOpen()) response.end();
    },
    cut: () => void response.destroy(),
  };
}
