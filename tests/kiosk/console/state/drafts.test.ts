import { expect, test } from 'vitest';
import { createDrafts } from '../../../../kiosk/console/state/drafts.ts';

function aTab(stored: Record<string, string> = {}) {
  const kept = new Map(Object.entries(stored));
  const sessionStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage;
  return { kept, open: () => createDrafts({ sessionStorage }) };
}

test('what was entered is there once after the sign-in, for whoever entered it', () => {
  const tab = aTab();
  const before = tab.open();
  before.hold('policy', () => ({ keys: ['tenant'] }));
  before.hold('audit', () => null);
  before.keep('priya');

  const after = tab.open();
  expect(after.take('policy', 'tomas')).toBeNull();
  expect(after.take('notices', 'priya')).toBeNull();
  expect(after.take('policy', 'priya')).toEqual({ keys: ['tenant'] });
  expect([after.take('policy', 'priya'), tab.kept.size]).toEqual([null, 0]);
});

test('a page that is left takes what was entered along, and not that of the next one', () => {
  const tab = aTab();
  const drafts = tab.open();
  const letGo = drafts.hold('policy', () => 'old');
  drafts.hold('policy', () => 'new');
  letGo();
  drafts.keep('priya');

  expect(tab.open().take('policy', 'priya')).toBe('new');
});

test('nothing entered leaves what was kept before alone', () => {
  const tab = aTab();
  const drafts = tab.open();
  const letGo = drafts.hold('policy', () => 'words');
  drafts.keep('priya');
  letGo();
  drafts.keep('priya');

  expect(tab.open().take('policy', 'priya')).toBe('words');
});

test('what is no draft of ours, and a storage that is forbidden, are nothing', () => {
  expect(aTab({ 'doorlight-console-drafts': '{' }).open().take('policy', 'priya')).toBeNull();

  const forbidden = createDrafts({
    get sessionStorage(): Storage {
      throw new DOMException('forbidden', 'SecurityError');
    },
  });
  forbidden.hold('policy', () => 'words');
  forbidden.keep('priya');
  expect(forbidden.take('policy', 'priya')).toBeNull();
});
