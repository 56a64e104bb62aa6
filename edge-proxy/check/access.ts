/** What the first tries told about the app's rights, for the lines that come after. */

import type { Result } from '../../shared/basics/result.ts';
import type { ProbedMeeting, ProbedRoom, ProbeFault, SignedIn } from '../ports/check-probe.ts';

export type Access = Pick<SignedIn, 'roles' | 'objectId'> & {
  readonly places: Result<readonly ProbedRoom[], ProbeFault>;
  readonly serviceUser: Result<readonly ProbedMeeting[], ProbeFault>;
};
