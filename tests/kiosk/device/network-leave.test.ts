import { expect, test } from 'vitest';
import { isCallRefused } from '../../../kiosk/device/network-leave.ts';

const asking = (states: Record<string, string>) => ({
  async query({ name }: { readonly name: string }) {
    const state = states[name];
    if (state === undefined) throw new TypeError(`'${name}' is not a valid enum value`);
    return { state };
  },
});

test.for([
  { states: {}, refused: false, because: 'the browser has no such rule' },
  { states: { 'loopback-network': 'granted' }, refused: false, because: 'a policy has said yes' },
  { states: { 'loopback-network': 'prompt' }, refused: true, because: 'nobody stands there to be asked' },
  { states: { 'loopback-network': 'denied' }, refused: true, because: 'somebody said no' },
  { states: { 'local-network-access': 'denied' }, refused: true, because: 'it is the rule by its first name' },
  { states: { 'local-network': 'denied' }, refused: false, because: 'that is about other addresses' },
] as const)('a call to the panel itself is refused: $refused, since $because', async ({ states, refused }) => {
  expect(await isCallRefused(asking(states), 'http://localhost:8080/v1/led/front_led')).toBe(refused);
});

test('a controller on the network is another question than the panel itself', async () => {
  expect(await isCallRefused(asking({ 'local-network': 'denied' }), 'http://192.0.2.7/door')).toBe(true);
  expect(await isCallRefused(undefined, 'http://192.0.2.7/door')).toBe(false);
});
