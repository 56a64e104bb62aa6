import { expect, test } from 'vitest';
import { addToGroup, keepTitles, quoted, shareCalendars, unshareCalendar } from '../../../edge-proxy/check/commands.ts';

test.for([
  { text: 'kyoto@contoso.com', safe: "'kyoto@contoso.com'", because: 'nothing in it means anything' },
  { text: "o'hara@contoso.com", safe: "'o''hara@contoso.com'", because: 'a quote closes the string unless doubled' },
  { text: 'a’b', safe: "'a’’b'", because: 'PowerShell takes the typographic ones for quotes too' },
  { text: '$(Remove-Item x)', safe: "'$(Remove-Item x)'", because: 'single quotes run nothing' },
])('$text is pasted as $safe, because $because', ({ text, safe }) => {
  expect(quoted(text)).toBe(safe);
});

test('one room gets one command, several get a loop', () => {
  expect(addToGroup('Doorlight rooms', ['a@x.com'])).toBe(
    "Add-DistributionGroupMember -Identity 'Doorlight rooms' -Member 'a@x.com'",
  );
  expect(keepTitles(['a@x.com', 'b@x.com'])).toBe(
    "'a@x.com', 'b@x.com' | ForEach-Object { Set-CalendarProcessing -Identity $_ -DeleteSubject $false -AddOrganizerToSubject $false -RemovePrivateProperty $false }",
  );
});

test("a calendar is shared by its folder's name, which is looked up, as it goes by the mailbox's language", () => {
  const folder =
    "(Get-EXOMailboxFolderStatistics -Identity 'a@x.com' -FolderScope Calendar | Where-Object FolderType -eq 'Calendar').FolderPath";
  const identity = `('a@x.com' + ${folder}.Replace('/', ':\\'))`;

  expect(shareCalendars(['a@x.com'], 'doorlight@x.com')).toBe(
    `Add-MailboxFolderPermission -Identity ${identity} -User 'doorlight@x.com' -AccessRights Reviewer`,
  );
  expect(unshareCalendar('a@x.com', 'doorlight@x.com')).toBe(
    `Remove-MailboxFolderPermission -Identity ${identity} -User 'doorlight@x.com'`,
  );
});
