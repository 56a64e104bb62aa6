import { expect, test } from 'vitest';
import { type Browser, createPlaceModel, linkTo, readPlace } from '../../../../kiosk/console/state/place-model.ts';

/** A tab: its address, its storage, and the way back. */
function aTab(address: string) {
  const location = new URL(address, 'http://localhost:8080');
  const kept = new Map<string, string>();
  const listeners = new Map<string, (event: Event) => void>();
  const show = (_data: unknown, _title: string, to: string) => {
    location.href = new URL(to, location).href;
  };
  const browser = {
    location,
    history: { pushState: show, replaceState: show },
    sessionStorage: {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
      removeItem: (name: string) => void kept.delete(name),
    },
    addEventListener: (name: string, listener: () => void) => void listeners.set(name, listener),
    removeEventListener: (name: string) => void listeners.delete(name),
  } as unknown as Browser;
  return {
    browser,
    address: () => location.pathname + location.search + location.hash,
    moveTo(to: string) {
      show(null, '', to);
      listeners.get('popstate')?.(new Event('popstate'));
    },
    /** Whether the browser asks before it lets the page go. */
    asksBeforeClosing() {
      const event = new Event('beforeunload', { cancelable: true });
      listeners.get('beforeunload')?.(event);
      return event.defaultPrevented;
    },
    listening: () => listeners.size,
  };
}

test.for([
  { search: '', place: { page: 'doors' } },
  { search: '?code=WDJBMTHK', place: { page: 'pair', code: 'WDJBMTHK' } },
  { search: '?code=wdjb-mthk', place: { page: 'pair', code: 'WDJBMTHK' } },
  { search: '?code=%3Cscript%3E', place: { page: 'pair', code: null } },
  { search: '?page=pair', place: { page: 'pair', code: null } },
  { search: '?page=policy', place: { page: 'policy', of: null } },
  { search: '?page=policy&of=room%3A1%262', place: { page: 'policy', of: 'room:1&2' } },
  { search: '?page=constructor', place: { page: 'doors' } },
  { search: '?page=elsewhere', place: { page: 'doors' } },
] as const)('the address “/console$search” leads to $place.page', ({ search, place }) => {
  expect(readPlace(search)).toEqual(place);
  expect(readPlace(linkTo(place).slice('/console'.length))).toEqual(place);
});

test('the code on the tablet survives the trip to Entra and back', () => {
  const tab = aTab('/console?code=WDJBMTHK');
  createPlaceModel(tab.browser).keep();
  tab.moveTo('/console#code=an-answer-of-entra&state=x');

  const { place } = createPlaceModel(tab.browser);

  expect(place.value).toEqual({ page: 'pair', code: 'WDJBMTHK' });
  expect(tab.address()).toBe('/console?code=WDJBMTHK#code=an-answer-of-entra&state=x');
});

test('it survives a sign-in that was declined, too', () => {
  const tab = aTab('/console?code=WDJBMTHK');
  createPlaceModel(tab.browser).keep();
  tab.moveTo('/console#error=access_denied&state=x');

  expect(createPlaceModel(tab.browser).place.value).toEqual({ page: 'pair', code: 'WDJBMTHK' });
});

test('a place kept for a sign-in that was given up does not come back later', () => {
  const tab = aTab('/console?code=WDJBMTHK');
  createPlaceModel(tab.browser).keep();
  tab.moveTo('/console');

  expect(createPlaceModel(tab.browser).place.value).toEqual({ page: 'doors' });
});

test('what Entra leaves in the address after a sign-out is taken away', () => {
  const tab = aTab('/console?state=abc');
  createPlaceModel(tab.browser);

  expect(tab.address()).toBe('/console');
});

test('a code that has done its work is gone from the address, while its outcome stands', () => {
  const tab = aTab('/console?code=WDJBMTHK');
  const model = createPlaceModel(tab.browser);
  model.codeSpent();

  expect(tab.address()).toBe('/console?page=pair');
  expect(model.place.value).toEqual({ page: 'pair', code: 'WDJBMTHK' });
});

test('the browser’s own way back is followed, until the model is closed', () => {
  const tab = aTab('/console');
  const model = createPlaceModel(tab.browser);
  model.go({ page: 'policy', of: null });
  expect(tab.address()).toBe('/console?page=policy');

  tab.moveTo('/console');
  expect(model.place.value).toEqual({ page: 'doors' });

  model.close();
  expect(tab.listening()).toBe(0);
});

test('whoever would lose something unsaved is asked first, and stays unless they say so', () => {
  const tab = aTab('/console?page=policy');
  const model = createPlaceModel(tab.browser);
  let unsaved = true;
  const unguard = model.guard(() => unsaved);

  model.go({ page: 'doors' });
  expect([model.asked.value, tab.address()]).toEqual([{ page: 'doors' }, '/console?page=policy']);
  expect(tab.asksBeforeClosing()).toBe(true);
  model.answer(false);
  expect([model.asked.value, model.place.value.page]).toEqual([null, 'policy']);

  model.go({ page: 'doors' });
  model.answer(true);
  expect([model.place.value.page, tab.address()]).toEqual(['doors', '/console']);

  unsaved = false;
  model.go({ page: 'policy', of: null });
  expect([model.asked.value, tab.asksBeforeClosing()]).toEqual([null, false]);
  unsaved = true;
  unguard();
  model.go({ page: 'doors' });
  expect(model.place.value).toEqual({ page: 'doors' });
});

test('the browser’s own way back is asked about too, and the address stays with the page until then', () => {
  const tab = aTab('/console?page=policy&of=tenant');
  const model = createPlaceModel(tab.browser);
  model.guard(() => true);

  tab.moveTo('/console');

  expect([tab.address(), model.place.value.page]).toEqual(['/console?page=policy&of=tenant', 'policy']);
  expect(model.asked.value).toEqual({ page: 'doors' });
});
