/** How the sandbox calls back: to validate an address, and to deliver what it subscribed to. */

export type Posted = { status: number; contentType: string; text: string };

/** Rejects where nobody answers, or when `signal` says that it has waited enough. */
export type Post = (
  url: string,
  message: { headers: Record<string, string>; body: string },
  signal: AbortSignal,
) => Promise<Posted>;

/** An answer is an echo or an acknowledgement; more than this of it is nobody's business. */
const LONGEST_ANSWER = 64_000;

/** Redirects are not followed: whether Graph would is unknown, so nothing here may come to rely on it. */
export const postByFetch: Post = async (url, { headers, body }, signal) => {
  const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
  const text = await response.text();
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    text: text.slice(0, LONGEST_ANSWER),
  };
};
