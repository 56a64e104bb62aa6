import { expect, test } from 'vitest';
import { normaliseCode } from '../../../shared/wire/pairing.ts';

test.for([
  { typed: 'WDJBMTHK', code: 'WDJBMTHK', because: 'it is the code' },
  { typed: 'wdjb-mthk', code: 'WDJBMTHK', because: 'people type as they like' },
  { typed: ' WDJB MTHK ', code: 'WDJBMTHK', because: 'phones add blanks' },
  { typed: 'WDJB–MTHK', code: 'WDJBMTHK', because: 'phones make dashes longer' },
  { typed: 'WDJBMTH', code: null, because: 'a letter is missing' },
  { typed: 'WDJBMTHKK', code: null, because: 'there is one too many' },
  { typed: 'WDJBMTHA', code: null, because: 'vowels are in no code' },
  { typed: 'ЩDJBMTHK', code: null, because: 'that is a letter of another alphabet' },
  { typed: '', code: null, because: 'nothing was typed' },
])('"$typed" is $code, because $because', ({ typed, code }) => {
  expect(normaliseCode(typed)).toBe(code);
});
