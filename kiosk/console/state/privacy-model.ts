/** What doors may tell of a meeting, for the whole tenant. Titles are turned on in two steps: the second has a warning. */

import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { TenantPolicy } from '../../../shared/wire/console.ts';
import type { ConsoleClient, Failure } from '../console-client.ts';

export type PrivacyChoice = 'showTitles' | 'showOrganizers';

export type PrivacyModel = {
  /** Null before the first answer. */
  readonly choices: ReadonlySignal<Readonly<Record<PrivacyChoice, boolean>> | null>;
  /** True while the warning about titles stands and waits for a yes. */
  readonly warning: ReadonlySignal<boolean>;
  readonly busy: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | null>;
  load(): Promise<void>;
  /** Titles on only opens the warning; everything else is done at once. */
  turn(choice: PrivacyChoice, on: boolean): Promise<void>;
  answerWarning(yes: boolean): Promise<void>;
};

export function createPrivacyModel(client: Pick<ConsoleClient, 'readPolicy' | 'changePolicy'>): PrivacyModel {
  const tenant = signal<TenantPolicy | null>(null);
  const warning = signal(false);
  const busy = signal(false);
  const failure = signal<Failure | null>(null);

  async function ask(question: () => ReturnType<typeof client.readPolicy>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    const answer = await question();
    if (answer.ok) tenant.value = answer.value;
    failure.value = answer.ok ? null : answer.error;
    busy.value = false;
  }

  async function change(choice: PrivacyChoice, on: boolean): Promise<void> {
    await ask(async () => {
      // Read anew: what other Admins have decided meanwhile must not be undone by a page that was left open.
      const present = await client.readPolicy();
      return present.ok ? client.changePolicy({ ...present.value.override, [choice]: on }) : present;
    });
  }

  return {
    choices: computed(() => tenant.value?.policy ?? null),
    warning,
    busy,
    failure,
    load: () => ask(() => client.readPolicy()),
    async turn(choice, on) {
      if (choice === 'showTitles' && on) warning.value = true;
      else {
        if (choice === 'showTitles') warning.value = false;
        await change(choice, on);
      }
    },
    async answerWarning(yes) {
      warning.value = false;
      if (yes) await change('showTitles', true);
    },
  };
}
