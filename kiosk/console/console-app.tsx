/** Which page of the console: the front door until somebody is signed in, then where the address says. */

import type { Instant } from '../../shared/basics/instant.ts';
import { mayActAs, type OperatorProfile, type OperatorRole } from '../../shared/wire/console.ts';
import { LeaveQuestion } from './components/leave-question.tsx';
import { PageHead } from './components/page-head.tsx';
import { type Destination, type DestinationGroup, Shell } from './components/shell.tsx';
import { LaterPage } from './pages/later-page.tsx';
import { PAGE_GROUPS, PAGE_IDS, type PageGroup, type PageNeeds, pageOf } from './pages/pages.ts';
import { FrontScreen } from './screens/front-screen.tsx';
import { PairScreen } from './screens/pair-screen.tsx';
import type { Drafts } from './state/drafts.ts';
import type { PairingDeskModel } from './state/pairing-desk-model.ts';
import { linkTo, type Place, type PlaceModel } from './state/place-model.ts';
import type { SessionModel } from './state/session-model.ts';
import type { SayTime } from './text/say-time.ts';

export type ConsoleModels = {
  readonly place: PlaceModel;
  readonly session: SessionModel;
  readonly desk: PairingDeskModel;
};

type Props = {
  models: ConsoleModels;
  /** What the pages need that come later, but for who is signed in. */
  later: Omit<PageNeeds, 'profile' | 'kept'>;
  drafts: Drafts;
  now: () => Instant;
  say: SayTime;
};

export function ConsoleApp({ models, later, drafts, now, say }: Props) {
  const { session, place } = models;
  const state = session.session.value;
  if (state.kind !== 'signed-in')
    return <FrontScreen session={session} place={place.place.value} now={now} say={say} />;

  const { profile } = state;
  const here = place.place.value;
  return (
    <Shell
      groups={groupsOf(profile, here)}
      person={profile.name}
      role={highestRole(profile)}
      undistracted={here.page === 'pair'}
      onGo={place.go}
      onSignOut={() => void session.signOut()}
    >
      {screen(models, later, drafts, profile, here, now, say)}
      {place.asked.value !== null && <LeaveQuestion onAnswer={place.answer} />}
    </Shell>
  );
}

function screen(
  models: ConsoleModels,
  later: Props['later'],
  drafts: Drafts,
  profile: OperatorProfile,
  here: Place,
  now: () => Instant,
  say: SayTime,
) {
  const { place, desk } = models;
  const mayPair = mayActAs(profile, 'Operator');
  switch (here.page) {
    case 'doors':
      return <LaterPage key="fleet" id="fleet" needs={{ ...later, profile }} drafts={drafts} />;
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
    default: {
      const needed = pageOf(here.page).for;
      if (!mayActAs(profile, needed)) return <NotForRole role={highestRole(profile)} needed={needed} />;
      return <LaterPage key={here.page} id={here.page} needs={{ ...later, profile }} drafts={drafts} />;
    }
  }
}

/** A link that a colleague sent, say: it is there, and not for whoever follows it. */
function NotForRole({ role, needed }: { role: OperatorRole; needed: OperatorRole }) {
  return (
    <PageHead title="This page is not for your role">
      <p>
        You are signed in as {role}; this page needs the role {needed}. Your IT admin gives it in Entra. After that,
        sign out and in again.
      </p>
    </PageHead>
  );
}

/** Each time anew: going there again is to begin again. */
const pairing = (): Place => ({ page: 'pair', code: null });

function groupsOf(profile: OperatorProfile, here: Place): readonly DestinationGroup[] {
  type Way = Omit<Destination, 'href' | 'current'> & { readonly for: OperatorRole; readonly group: PageGroup };
  const all: readonly Way[] = [
    { place: { page: 'doors' }, label: 'Doors', count: null, for: 'Viewer', group: 'Doors' },
    { place: pairing(), label: 'Pair a tablet', count: null, for: 'Operator', group: 'Doors' },
    ...PAGE_IDS.filter((page) => page !== 'fleet').map((page) => ({
      place: { page, of: null },
      count: null,
      ...pageOf(page),
    })),
  ];
  return PAGE_GROUPS.map((group, index) => ({
    title: index === 0 ? null : group,
    destinations: all
      .filter((one) => one.group === group && mayActAs(profile, one.for))
      .map(({ place, label, count }) => {
        return { place, label, count, href: linkTo(place), current: pageName(here) === place.page };
      }),
  })).filter(({ destinations }) => destinations.length > 0);
}

/** One door looked at is a place among the doors. */
function pageName({ page }: Place): Place['page'] {
  return page === 'fleet' ? 'doors' : page;
}

function highestRole(profile: OperatorProfile): OperatorRole {
  return mayActAs(profile, 'Admin') ? 'Admin' : mayActAs(profile, 'Operator') ? 'Operator' : 'Viewer';
}
