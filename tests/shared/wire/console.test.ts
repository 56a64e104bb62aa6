import { expect, test } from 'vitest';
import { mayActAs, type OperatorRole, operatorRoles } from '../../../shared/wire/console.ts';

test.for([
  { roles: [], may: [] },
  { roles: ['Viewer'], may: ['Viewer'] },
  { roles: ['Operator'], may: ['Viewer', 'Operator'] },
  { roles: ['Admin'], may: ['Viewer', 'Operator', 'Admin'] },
  { roles: ['Viewer', 'Operator'], may: ['Viewer', 'Operator'] },
] satisfies readonly { roles: OperatorRole[]; may: OperatorRole[] }[])(
  'an operator with the roles [$roles] may act as [$may]',
  ({ roles, may }) => {
    const profile = { name: 'Priya Raman', username: 'priya@northwind.example', roles };

    expect(operatorRoles.filter((needed) => mayActAs(profile, needed))).toEqual(may);
  },
);
