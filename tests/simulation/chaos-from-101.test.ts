import { testNights } from './short-nights.ts';

testNights(101);
