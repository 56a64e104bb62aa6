import { expect, test } from 'vitest';
import { createPrivacyModel } from '../../../../kiosk/console/state/privacy-model.ts';
import { defaultPolicy, type PolicyOverride } from '../../../../shared/room/policy.ts';
import { overlaid } from '../../../../shared/rules/policy-levels.ts';
import { aProblem, no, yes } from '../fixtures.ts';

function aTenant(given: { override?: PolicyOverride; mayChange?: boolean } = {}) {
  let override = given.override ?? {};
  const sent: PolicyOverride[] = [];
  const answer = () => yes({ policy: overlaid(defaultPolicy, override), override });
  const privacy = createPrivacyModel({
    readPolicy: answer,
    changePolicy: (next) => {
      if (given.mayChange === false) return no(aProblem('not-allowed', 403));
      sent.push(next);
      override = next;
      return answer();
    },
  });
  const decideElsewhere = (change: PolicyOverride) => {
    override = { ...override, ...change };
  };
  return { privacy, sent, decideElsewhere };
}

test('turning titles on shows the warning first and changes nothing', async () => {
  const { privacy, sent } = aTenant();
  await privacy.load();
  await privacy.turn('showTitles', true);

  expect(privacy.warning.value).toBe(true);
  expect(sent).toEqual([]);
  expect(privacy.choices.value).toMatchObject({ showTitles: false });
});

test('only a yes to the warning shows titles', async () => {
  const { privacy, sent } = aTenant();
  await privacy.load();
  await privacy.turn('showTitles', true);
  await privacy.answerWarning(false);
  expect(sent).toEqual([]);

  await privacy.turn('showTitles', true);
  await privacy.answerWarning(true);
  expect(privacy.choices.value).toMatchObject({ showTitles: true });
  expect(privacy.warning.value).toBe(false);
});

test('hiding is done at once', async () => {
  const { privacy, sent } = aTenant({ override: { showTitles: true } });
  await privacy.load();
  await privacy.turn('showTitles', false);
  await privacy.turn('showOrganizers', false);

  expect(sent).toEqual([{ showTitles: false }, { showTitles: false, showOrganizers: false }]);
});

test('what another Admin decided meanwhile is kept', async () => {
  const { privacy, sent, decideElsewhere } = aTenant();
  await privacy.load();
  decideElsewhere({ mayBook: false });
  await privacy.turn('showOrganizers', false);

  expect(sent).toEqual([{ mayBook: false, showOrganizers: false }]);
});

test('a change that was refused leaves the switch as it stands, with the reason', async () => {
  const { privacy } = aTenant({ mayChange: false });
  await privacy.load();
  await privacy.turn('showOrganizers', false);

  expect(privacy.choices.value).toMatchObject({ showOrganizers: true });
  expect(privacy.failure.value).toMatchObject({ problem: { status: 403 } });
});
