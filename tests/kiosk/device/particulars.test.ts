import { expect, test } from 'vitest';
import { readParticulars } from '../../../kiosk/device/particulars.ts';

const screen = { width: 1280, height: 800, scale: 1 };

test.for([
  {
    tablet: 'a Fully Kiosk panel with the WebView of its firmware',
    userAgent:
      'Mozilla/5.0 (Linux; Android 8.1.0; QBiC TD-1050 Build/OPM1; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/83.0.4103.106 Safari/537.36',
    model: 'QBiC TD-1050',
    browser: 'Chrome 83',
  },
  {
    tablet: 'an Android tablet whose browser hides its model',
    userAgent:
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
    model: 'Android device',
    browser: 'Chrome 138',
  },
  {
    tablet: 'an iPad of old',
    userAgent:
      'Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1',
    model: 'iPad',
    browser: 'Safari 12.1.2',
  },
  {
    tablet: 'an iPad that says it is a Mac',
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
    model: 'iPad or Mac',
    browser: 'Safari 17.5',
  },
  {
    tablet: 'Edge on Windows',
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0',
    model: 'Windows device',
    browser: 'Edge 143',
  },
  { tablet: 'something strange', userAgent: 'x'.repeat(5_000), model: 'unknown device', browser: 'unknown browser' },
])('$tablet says what it is', async ({ userAgent, model, browser }) => {
  expect(await readParticulars({ userAgent }, screen)).toEqual({ model, browser, screen: '1280 × 800' });
});

test('a browser that gives its model on asking is asked', async () => {
  const userAgentData = {
    platform: 'Android',
    brands: [
      { brand: 'Not;A=Brand', version: '99' },
      { brand: 'Chromium', version: '143' },
      { brand: 'Google Chrome', version: '143' },
    ],
    getHighEntropyValues: async () => ({ model: 'Lenovo TB-X606F' }),
  };

  expect(await readParticulars({ userAgent: '', userAgentData }, { ...screen, scale: 1.5 })).toEqual({
    model: 'Lenovo TB-X606F',
    browser: 'Google Chrome 143',
    screen: '1920 × 1200',
  });
});

test('a browser that refuses to tell its model is known by the rest', async () => {
  const userAgentData = {
    platform: 'Android',
    brands: [],
    getHighEntropyValues: () => Promise.reject(new Error('not allowed')),
  };
  const userAgent = 'Mozilla/5.0 (Linux; Android 13; SM-T500) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36';

  expect((await readParticulars({ userAgent, userAgentData }, screen)).model).toBe('SM-T500');
});
