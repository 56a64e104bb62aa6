/** What people find wrong with a room, as the door asks them: six answers and no typing. */

export const roomFaults = ['screen', 'sound', 'temperature', 'cleaning', 'missing', 'other'] as const;
export type RoomFault = (typeof roomFaults)[number];
