import { expect, test } from 'vitest';
import { operationOf } from '../../../edge-proxy/graph/graph-operation.ts';

test.for([
  { method: 'GET', path: '/users/lisbon@northwind.example/calendarView?$top=100', operation: 'GET calendarView' },
  { method: 'GET', path: '/users/lisbon@northwind.example/mailboxSettings', operation: 'GET mailboxSettings' },
  { method: 'POST', path: '/users/svc@northwind.example/events', operation: 'POST events' },
  { method: 'PATCH', path: '/users/svc@northwind.example/events/AAMkAD%3D', operation: 'PATCH events' },
  { method: 'POST', path: '/users/svc@northwind.example/events/AAMkAD%3D/cancel', operation: 'POST cancel' },
  { method: 'GET', path: '/places/microsoft.graph.room?$top=100', operation: 'GET places' },
  { method: 'DELETE', path: '/subscriptions/7f105c7d', operation: 'DELETE subscriptions' },
  { method: 'GET', path: '/something/new', operation: 'GET other' },
] as const)('$method $path is counted as "$operation", whoever it is about', ({ operation, ...call }) => {
  expect(operationOf(call)).toBe(operation);
});
