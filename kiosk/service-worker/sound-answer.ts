/**
 * Whether an answer is the file that was asked for. A captive portal may come between a worker and its files, with a page
 * of its own for each of them and a 200; kept as our shell, it would be all that a tablet has.
 */

/** `release`: the one that the page must be of, since two of them in one shell would not fit together. */
export async function isSound(path: string, answer: Response, release: string): Promise<boolean> {
  if (answer.status !== 200) return false;
  const isPage = /html/.test(answer.headers.get('content-type') ?? '');
  if (path !== '/') return !isPage;
  return isPage && (await answer.clone().text()).includes(`data-release="${release}"`);
}
