/** The last remedy for a release that is stuck: no worker, no kept files; the next load comes whole from the server. */

/** Both are missing where the page is not secure. What cannot be taken away is left; the reload after it asks anew. */
export async function forgetShell(
  workers: Pick<ServiceWorkerContainer, 'getRegistrations'> | undefined,
  kept: Pick<CacheStorage, 'keys' | 'delete'> | undefined,
): Promise<void> {
  const registrations = (await workers?.getRegistrations().catch(() => [])) ?? [];
  await Promise.all(registrations.map((one) => one.unregister().catch(() => false)));
  const names = (await kept?.keys().catch(() => [])) ?? [];
  await Promise.all(names.map((name) => kept?.delete(name).catch(() => false)));
}
