/** Whom an address stands for, where tries are counted by address. */

const GROUPS = 8;
const GROUPS_OF_NETWORK = 4;

/**
 * An IPv4 address by itself; of IPv6 the 64 bits that a network is given, since whoever has one has as many addresses in
 * it as they like.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6177
 */
export function addressBlock(address: string): string {
  const bare = address.toLowerCase().replace(/%.*$/, '');
  if (!bare.includes(':')) return bare;
  const network = groupsOf(bare).slice(0, GROUPS_OF_NETWORK);
  return `${network.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}

/** With the noughts written out that two colons stand for. */
function groupsOf(address: string): string[] {
  const [front = [], back] = address.split('::').map((half) => (half === '' ? [] : half.split(':')));
  if (back === undefined) return front;
  const left = Math.max(0, GROUPS - front.length - back.length);
  return [...front, ...Array<string>(left).fill('0'), ...back];
}
