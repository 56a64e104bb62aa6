import { expect, test } from 'vitest';
import { serviceTexts } from '../../../kiosk/screens/service-words.ts';
import { spokenLanguages } from '../../../shared/room/look.ts';

test('the service sheet speaks what doors speak, and says where to type the code in each', () => {
  expect(Object.keys(serviceTexts).sort()).toEqual([...spokenLanguages].sort());
  for (const { how } of Object.values(serviceTexts)) expect(how).toContain('{address}');
});
