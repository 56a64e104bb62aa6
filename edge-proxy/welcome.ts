/** What a person reads who starts us: where everything is, and what to do next. */

type Welcome = {
  readonly origin: string;
  readonly mode: 'sandbox' | 'tenant';
  /** Set, but of no meaning without a tenant. */
  readonly ignored: readonly string[];
  readonly publicUrl: string | null;
  readonly dataDir: string;
  /** Whether the app acts for a service account, and whether one is signed in. */
  readonly serviceAccount?: 'signed-in' | 'signed-out' | null;
};

export function welcome({ origin, mode, ignored, publicUrl, dataDir, serviceAccount = null }: Welcome): string {
  if (mode === 'sandbox') return sandboxWelcome(origin, ignored);
  return tenantWelcome(origin, publicUrl, dataDir, serviceAccount);
}

function sandboxWelcome(origin: string, ignored: readonly string[]): string {
  return `
Doorlight runs on its sandbox tenant, Northwind: 12 rooms whose calendars live.

  The door       ${origin}/
  The console    ${origin}/console
  Play Outlook   ${origin}/sandbox/outlook

What to do next:
  1. Open the door in one window. It shows a code.
  2. Open the console in another and sign in as Priya Raman. Enter the code, pick a room, confirm.
  3. Play Outlook in a third: invite the room, move the meeting, cancel it. Watch the door.
${ignored.length > 0 ? `\nNot used without a tenant: ${ignored.join(', ')}. With AZURE_TENANT_ID and its like, no sandbox starts.\n` : ''}
Stop with Ctrl+C.
`;
}

function tenantWelcome(
  origin: string,
  publicUrl: string | null,
  dataDir: string,
  serviceAccount: Welcome['serviceAccount'],
): string {
  const hints =
    serviceAccount !== null
      ? 'none, as a service account gets no notifications for rooms: they are read by polling'
      : publicUrl === null
        ? 'none, as PUBLIC_URL is not set: rooms are read by polling'
        : `${publicUrl}/webhooks/graph`;
  const next =
    serviceAccount === 'signed-out' ? '\nNobody has signed in the service account yet: npm run sign-in\n' : '';
  return `
Doorlight runs on your tenant.

  The door            ${publicUrl ?? origin}/
  The console         ${publicUrl ?? origin}/console
  Graph notifies at   ${hints}
  Everything is in    ${dataDir}
${next}`;
}
