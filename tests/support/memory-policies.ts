/** What each level decides, in memory: the part of the Store port that two stores in memory share. */

import type { Store } from '../../edge-proxy/ports/store.ts';
import type { PolicyOverride } from '../../shared/room/policy.ts';
import { type PolicyDecision, type PolicyScope, policyLevels, scopeKey } from '../../shared/rules/policy-levels.ts';

type PolicyStore = Pick<
  Store,
  'savePolicy' | 'listPolicies' | 'changePolicies' | 'listPolicyDecisions' | 'listUnreadPolicies'
>;

export function createMemoryPolicies(): PolicyStore {
  const decisions = new Map<string, PolicyDecision>();
  const set = (scope: PolicyScope, override: PolicyOverride) => decisions.set(scopeKey(scope), { scope, override });
  return {
    async savePolicy(roomId, override) {
      set(roomId === null ? { kind: 'tenant' } : { kind: 'room', room: roomId }, override);
    },
    listPolicies: async () =>
      [...decisions.values()].flatMap(({ scope, override }) =>
        scope.kind === 'tenant' || scope.kind === 'room'
          ? [{ roomId: scope.kind === 'room' ? scope.room : null, override }]
          : [],
      ),
    changePolicies: async (scopes, change, mayChange = () => true) =>
      mayChange(inOrder())
        ? scopes.map((scope) => {
            const before = decisions.get(scopeKey(scope))?.override ?? {};
            const after = change(before, scope);
            set(scope, after);
            return { scope, before, after };
          })
        : null,
    listPolicyDecisions: async () => inOrder(),
    listUnreadPolicies: async () => [],
  };

  function inOrder(): PolicyDecision[] {
    return [...decisions.values()]
      .filter(({ override }) => Object.keys(override).length > 0)
      .sort((a, b) => policyLevels.indexOf(a.scope.kind) - policyLevels.indexOf(b.scope.kind));
  }
}
