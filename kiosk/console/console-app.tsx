/** Which page of the console: the front door until somebody is signed in, then where the address says. */

import type { Instant } from '../../shared/basics/instant.ts';
import { mayActAs, type OperatorProfile } from '../../shared/wire/console.ts';
import { type Destination, Shell } from './components/shell.tsx';
import { DoorsScreen } from './screens/doors-screen.tsx';
import { FrontScreen } from './screens/front-screen.tsx';
import { PairScreen } from './screens/pair-screen.tsx';
import { PrivacyScreen } from './screens/privacy-screen.tsx';
import type { FleetModel } from './state/fleet-model.ts';
import type { PairingDeskModel } from './state/pairing-desk-model.ts';
import { linkTo, type Place, type PlaceModel } from './state/place-model.ts';
import type { PrivacyModel } from './state/privacy-model.ts';
import type { SessionModel } from './state/session-model.ts';
import type { SayTime } from './text/say-time.ts';

export type ConsoleModels = {
  readonly place: PlaceModel;
  readonly session: SessionModel;
  readonly desk: PairingDeskModel;
  readonly fleet: FleetModel;
  readonly privacy: PrivacyModel;
};

type Props = { models: ConsoleModels; now: () => Instant; say: SayTime };

export function ConsoleApp({ models, now, say }: Props) {
  const { session, place } = models;
  const state = session.session.value;
  if (state.kind !== 'signed-in')
    return <FrontScreen session={session} place={place.place.value} now={now} say={say} />;

  const { profile } = state;
  const here = place.place.value;
  return (
    <Shell
      destinations={destinations(profile, here, models.fleet)}
      person={profile.name}
      role={highestRole(profile)}
      undistracted={here.page === 'pair'}
      onGo={place.go}
      onSignOut={() => void session.signOut()}
    >
      {screen(models, profile, here, now, say)}
    </Shell>
  );
}

function screen(models: ConsoleModels, profile: OperatorProfile, here: Place, now: () => Instant, say: SayTime) {
  const { place, desk, fleet, privacy } = models;
  const mayPair = mayActAs(profile, 'Operator');
  switch (here.page) {
    case 'doors':
      return <DoorsScreen fleet={fleet} mayChange={mayPair} onPair={() => place.go(pairing())} now={now} say={say} />;
    case 'pair':
      return (
        <PairScreen
          desk={desk}
          place={here}
          mayPair={mayPair}
          onAnother={() => place.go(pairing())}
          onDone={() => place.go({ page: 'doors' })}
          now={now}
          say={say}
        />
      );
    case 'privacy':
      return <PrivacyScreen privacy={privacy} mayChange={mayActAs(profile, 'Admin')} now={now} say={say} />;
  }
}

/** Each time anew: going there again is to begin again. */
const pairing = (): Place => ({ page: 'pair', code: null });

function destinations(profile: OperatorProfile, here: Place, fleet: FleetModel): readonly Destination[] {
  const doors = fleet.doors.value;
  const all: readonly (Destination & { readonly for: 'Viewer' | 'Operator' })[] = [
    {
      place: { page: 'doors' },
      label: 'Doors',
      count: doors === null ? null : doors.length,
      for: 'Viewer',
      ...at('doors'),
    },
    { place: pairing(), label: 'Pair a tablet', count: null, for: 'Operator', ...at('pair') },
    { place: { page: 'privacy' }, label: 'Privacy', count: null, for: 'Viewer', ...at('privacy') },
  ];
  return all.filter((one) => mayActAs(profile, one.for));

  function at(page: Place['page']) {
    return { href: linkTo(page === 'pair' ? pairing() : { page }), current: here.page === page };
  }
}

function highestRole(profile: OperatorProfile): string {
  return mayActAs(profile, 'Admin') ? 'Admin' : mayActAs(profile, 'Operator') ? 'Operator' : 'Viewer';
}
