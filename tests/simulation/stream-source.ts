/**
 * An EventSource without a browser or a socket: asks the proxy's own app for its stream, and reads what the proxy writes
 * on the response of Node that it is given.
 */

import { openingStreams } from '../../edge-proxy/http/event-stream.ts';
import type { EventSourceLike } from '../../kiosk/sync/room-stream.ts';

type Answer = (request: Request, env: unknown) => Promise<Response>;

export type StreamSource = EventSourceLike & {
  /** The network breaks: both ends hear of it. */
  cut(): void;
  /** Nothing comes any more and neither end hears of it, as when a router forgets the connection. */
  freeze(): void;
};

/** `onReceived` sees every byte that comes. */
export function openStreamSource(
  answer: Answer,
  request: Request,
  onReceived: (bytes: string) => void = () => undefined,
): StreamSource {
  const listeners = new Map<string, ((event: { data?: unknown }) => void)[]>();
  let isOpen = true;
  let isFrozen = false;
  let isAnswered = false;
  let hangUp = () => {};

  function tell(name: string, data?: string): void {
    if (!isOpen) return;
    for (const listener of listeners.get(name) ?? []) listener({ data });
  }

  function end(): void {
    if (!isOpen || isFrozen) return;
    tell('error');
    close();
  }

  function close(): void {
    isOpen = false;
    if (isFrozen) return;
    response.destroyed = true;
    hangUp();
  }

  const response = {
    writableEnded: false,
    destroyed: false,
    writableLength: 0,
    socket: null,
    on: () => response,
    once(_: 'close', listener: () => void) {
      hangUp = listener;
      return response;
    },
    writeHead() {
      isAnswered = true;
      return response;
    },
    flushHeaders: () => undefined,
    // In a turn of its own, as what comes from a socket does.
    write: (bytes: Uint8Array) => queueMicrotask(() => deliver(bytes)),
    end: () => queueMicrotask(end),
    destroy: () => queueMicrotask(end),
  };

  function deliver(bytes: Uint8Array): void {
    if (!isOpen || isFrozen) return;
    const frame = new TextDecoder().decode(bytes);
    onReceived(frame);
    const lines = frame.trimEnd().split('\n');
    const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    const name = field('event');
    if (name !== undefined) tell(name, field('data'));
  }

  async function open(): Promise<void> {
    await openingStreams(answer)(request, { incoming: { httpVersion: '1.0' }, outgoing: response });
    if (!isAnswered) end();
  }
  open().catch(end);

  return {
    addEventListener: (name, listener) => void listeners.set(name, [...(listeners.get(name) ?? []), listener]),
    close,
    cut() {
      isFrozen = false;
      end();
    },
    freeze() {
      isFrozen = true;
    },
  };
}
