import { expect, test } from 'vitest';
import { readArrival } from '../../../kiosk/device/arrival.ts';

function aBrowser(address: string, kept: Map<string, string> | null = new Map()) {
  const storage = {
    getItem: (name: string) => kept?.get(name) ?? null,
    setItem: (name: string, value: string) => kept?.set(name, value),
  };
  return {
    location: new URL(address),
    get sessionStorage() {
      if (kept === null) throw new Error('forbidden');
      return storage;
    },
  } as unknown as Window;
}

test.for([
  { address: 'https://doors.example/', link: null, name: null },
  { address: 'https://doors.example/#enrol=abc-_1', link: 'abc-_1', name: null },
  { address: 'https://doors.example/?device=LIS-01', link: null, name: 'LIS-01' },
  { address: 'https://doors.example/?device=LIS%2001%20#enrol=abc', link: 'abc', name: 'LIS 01' },
  { address: 'https://doors.example/#enrol=', link: null, name: null },
  { address: 'https://doors.example/?device=', link: null, name: null },
  { address: `https://doors.example/?device=${'x'.repeat(101)}`, link: null, name: null },
  { address: 'https://doors.example/?device=%E2%80%AELIS', link: null, name: 'LIS' },
])('$address says the link $link and the name $name', ({ address, link, name }) => {
  expect(readArrival(aBrowser(address))).toMatchObject({ link, name });
});

test('the attempt stays the same over a reload, and there is one even where nothing can be kept', () => {
  const kept = new Map<string, string>();
  const first = readArrival(aBrowser('https://doors.example/', kept)).attempt;

  expect(readArrival(aBrowser('https://doors.example/', kept)).attempt).toBe(first);
  expect(readArrival(aBrowser('https://doors.example/', null)).attempt).toMatch(/.{16,}/);
});
