import { expect, test } from 'vitest';
import { addressBlock } from '../../../edge-proxy/devices/address-block.ts';

test.for([
  { address: '192.0.2.7', block: '192.0.2.7' },
  { address: '2001:db8:1:2:3:4:5:6', block: '2001:db8:1:2::/64' },
  { address: '2001:0DB8:0001:0002::1', block: '2001:db8:1:2::/64' },
  { address: '2001:db8:1:2:ffff::', block: '2001:db8:1:2::/64' },
  { address: '2001:db8::1', block: '2001:db8:0:0::/64' },
  { address: '::1', block: '0:0:0:0::/64' },
  { address: 'fe80::1%eth0', block: 'fe80:0:0:0::/64' },
  { address: 'unknown', block: 'unknown' },
])('$address is counted as $block', ({ address, block }) => {
  expect(addressBlock(address)).toBe(block);
});
