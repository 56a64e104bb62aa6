/**
 * Reading one variable at a time, keeping a list of everything that is wrong. A fault never repeats a value: whoever
 * pastes a secret into the wrong variable must not find it in the log.
 */

/** One thing wrong with the environment, in words for whoever set it. */
export type ConfigFault = { readonly variable: string; readonly wrong: string; readonly remedy: string };

export type Environment = Readonly<Record<string, string | undefined>>;

export type Values = {
  /** Trimmed; null where it is not set. An empty string counts as not set: that is how compose files unset things. */
  get(variable: string): string | null;
  names(): string[];
  fault(variable: string, wrong: string, remedy: string): void;
  readonly faults: readonly ConfigFault[];
};

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;
const ADDRESS = /^[^\s@,;<>]+@[^\s@,;<>]+$/;

export function isGuid(value: string): boolean {
  return GUID.test(value);
}

export function isDomain(value: string): boolean {
  return DOMAIN.test(value);
}

export function createValues(env: Environment): Values {
  const faults: ConfigFault[] = [];
  const get = (variable: string) => env[variable]?.trim() || null;
  return {
    get,
    names: () => Object.keys(env).filter((name) => get(name) !== null),
    fault: (variable, wrong, remedy) => void faults.push({ variable, wrong, remedy }),
    faults,
  };
}

/** What must be there, or null and a fault. */
export function required(values: Values, variable: string, remedy: string): string | null {
  const value = values.get(variable);
  if (value === null) values.fault(variable, 'is not set', remedy);
  return value;
}

export function requiredGuid(values: Values, variable: string, remedy: string): string | null {
  const value = required(values, variable, remedy);
  if (value === null || isGuid(value)) return value;
  values.fault(variable, 'is not a GUID such as 00000000-0000-0000-0000-000000000000', remedy);
  return null;
}

/** A mailbox as Graph takes it: its address or the user's object id. */
export function mailbox(values: Values, variable: string, value: string | null): string | null {
  if (value === null) return null;
  if (ADDRESS.test(value) || isGuid(value)) return value.toLowerCase();
  values.fault(variable, 'is not a mail address', 'Give the address of one mailbox, such as rooms@contoso.com.');
  return null;
}

/** Addresses with commas between; blanks around them do not matter. */
export function addressList(values: Values, variable: string): string[] {
  const parts = (values.get(variable) ?? '').split(',').map((part) => part.trim().toLowerCase());
  const addresses = parts.filter((part) => part !== '');
  if (addresses.every((address) => ADDRESS.test(address))) return [...new Set(addresses)];
  values.fault(
    variable,
    'holds something that is not a mail address',
    'Give the addresses of room lists with commas between, such as building1@contoso.com,building2@contoso.com.',
  );
  return [];
}

/** 0 lets the system choose, which tests need. */
export function portNumber(values: Values, variable: string, otherwise: number): number {
  const value = values.get(variable);
  if (value === null) return otherwise;
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (port <= 65_535) return port;
  values.fault(variable, 'is not a port', 'Give a number from 1 to 65535, such as 8080.');
  return otherwise;
}

/**
 * An https address without its closing slash; http is let through to this machine alone, as a token or a tablet's
 * cookie must never cross a network in the clear. Null and a fault for anything else.
 */
export function baseUrl(values: Values, variable: string, example: string): string | null {
  const value = values.get(variable);
  if (value === null) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    values.fault(variable, 'is not an address that begins with https://', `Give it in full, such as ${example}.`);
    return null;
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    values.fault(
      variable,
      'is plain http, which is let through to this machine only',
      `Use https, such as ${example}.`,
    );
    return null;
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    values.fault(variable, 'holds more than an address', `Leave out user, password, ? and #, as in ${example}.`);
    return null;
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

/** All of them at once, each with its remedy: nobody wants to learn of the next fault from the next start. */
export function describeFaults(faults: readonly ConfigFault[]): string {
  const count = faults.length === 1 ? 'one thing is' : `${faults.length} things are`;
  const lines = faults.map(({ variable, wrong, remedy }) => `  ${variable} ${wrong}.\n    ${remedy}`);
  return [`Doorlight did not start: ${count} wrong with its configuration.`, ...lines].join('\n');
}
