/**
 * English: the words that every other language must also have. `{…}` is filled in; `one` and `other` follow {count}.
 * What a door does without until something is touched, and the reasons that follow a word, are in en-sheets.ts.
 */

export const en = {
  // The word, and the phrase that ends its sentence.
  free: 'Free',
  booked: 'Booked',
  'check-in': 'Check in',
  'in-use': 'In use',
  ending: 'Ending',
  booking: 'Booking',
  yours: 'Yours',
  held: 'Held',
  checking: 'Checking',
  'was-free': 'Was free',
  'was-in-use': 'Was in use',
  'not-sure': 'Not sure',
  closed: 'Closed',
  until: 'until {time}',
  from: 'from {time}',
  at: 'at {time}',
  by: 'by {time}',
  since: 'since {time}',
  'all-day': 'all day',
  'right-now': 'right now',

  // Moments and lengths.
  midnight: 'midnight',
  'tomorrow-at': 'tomorrow, {time}',
  'day-at': '{day}, {time}',
  'yesterday-at': '{time} yesterday',
  'past-day-at': '{time}, {day}',
  minutes: '{count} min',
  'minutes-long': { one: '{count} minute', other: '{count} minutes' },
  hours: { one: '{count} hour', other: '{count} hours' },
  'hours-minutes': '{hours} h {minutes} min',

  // The room.
  floor: 'Floor {floor}',
  seats: { one: '{count} seat', other: '{count} seats' },
  'step-free': 'step-free',
  'as-of': 'as of {time}',

  // The line below: what goes on, what comes then.
  'meeting-by': '{title}, {organizer}',
  'then-meeting': 'then {meeting}',
  'private-meeting': 'A private meeting',
  'private-meeting-next': 'a private meeting',
  'door-booking': 'Booked at the door',
  'door-booking-next': 'booked at the door',
  'free-for': { one: 'Free for {count} more minute', other: 'Free for {count} more minutes' },
  'sentence-end': '{text}.',
  'and-then': '{text}, {next}',

  // What you can do.
  'what-you-can-do': 'What you can do',
  'coming-up': 'Coming up',
  'span-taken': 'Booked',
  'book-now': 'Book now',
  'hold-now': 'Hold the room',
  'need-longer': 'Need longer?',
  to: 'to {time}',
  'until-button': 'Until {time}',
  extend: 'Extend',
  more: '{length} more',
  'end-now': 'End now',
  undo: 'Undo',
  'give-back': 'Give the room back',

  starting: 'One moment',
  'rooms-button': 'Rooms',
  'more-button': 'More',
  'book-next': 'Book next',
  'find-room': 'Find a free room',
  'check-in-button': 'Check in',
} as const;
