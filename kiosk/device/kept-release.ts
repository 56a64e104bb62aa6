/** Which release the worker would show, were the page loaded now. */

/** Null where no page is kept, or nothing can be. The older of two comes first: the newer one's worker has yet to take over. */
export async function readKeptRelease(kept: Pick<CacheStorage, 'match'> | undefined): Promise<string | null> {
  const page = await kept?.match('/', { ignoreSearch: true }).catch(() => undefined);
  return /<html[^>]* data-release="([0-9a-f]+)"/.exec((await page?.text()) ?? '')?.[1] ?? null;
}
