/**
 * Whether the browser lets this page call things on its own network at all: Local Network Access asks a person, or a policy,
 * and a door has neither before it (kiosk-facts, A4). A browser without such a rule lets it.
 */

type Asking = { query(asked: { readonly name: string }): Promise<{ readonly state: string }> };

/** The newer names first; which of them a browser knows tells its version and nothing else. */
const NAMES = {
  loopback: ['loopback-network', 'local-network-access'],
  local: ['local-network', 'local-network-access'],
} as const;

export async function isCallRefused(permissions: Asking | undefined, address: string): Promise<boolean> {
  const names = /^https?:\/\/(localhost|127\.|\[::1\])/.test(address) ? NAMES.loopback : NAMES.local;
  for (const name of names) {
    try {
      const { state } = (await permissions?.query({ name })) ?? { state: 'granted' };
      // `prompt`: nobody is there who could answer it.
      return state !== 'granted';
    } catch {
      // It does not know that name.
    }
  }
  return false;
}
