/**
 * The commands that the check gives, ready to be pasted. Names are those that docs/tenant-setup.md gives to what it makes:
 * whoever chose others changes them.
 */

export const ROOMS_GROUP = 'Doorlight rooms';
export const SERVICE_GROUP = 'Doorlight service user';

/** Application permissions of Microsoft Graph, the same in every tenant. */
const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';
const PERMISSION_IDS = {
  'Place.Read.All': '913b9306-0ce1-42b8-9137-6a7df690a760',
  'Calendars.Read': '798ee544-9d2d-430c-a058-570e29e34338',
  'Calendars.ReadWrite': 'ef54d2bf-783f-4e0f-bca1-3210c0444d99',
  'Mail.Send': 'b633e1c5-b582-4048-a93e-9f11b44c7e96',
  'MailboxSettings.Read': '40f97065-369a-49f4-947c-6a255697ae91',
} as const;

/** PowerShell's own quoting: nothing inside is looked at but the quote itself. */
export function quoted(text: string): string {
  // The typographic ones close a string too, in PowerShell.
  return `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`;
}

/** The same done to each of them. */
function forEach(addresses: readonly string[], command: (identity: string) => string): string {
  const [only] = addresses;
  if (addresses.length === 1 && only !== undefined) return command(quoted(only));
  return `${addresses.map(quoted).join(', ')} | ForEach-Object { ${command('$_')} }`;
}

export function keepTitles(addresses: readonly string[]): string {
  const switches = '-DeleteSubject $false -AddOrganizerToSubject $false -RemovePrivateProperty $false';
  return forEach(addresses, (identity) => `Set-CalendarProcessing -Identity ${identity} ${switches}`);
}

export function acceptByThemselves(addresses: readonly string[]): string {
  return forEach(
    addresses,
    (identity) =>
      `Set-CalendarProcessing -Identity ${identity} -AutomateProcessing AutoAccept -AllBookInPolicy $true -AllowConflicts $false`,
  );
}

export function setZones(addresses: readonly string[]): string {
  return forEach(
    addresses,
    (identity) => `Set-MailboxRegionalConfiguration -Identity ${identity} -TimeZone 'W. Europe Standard Time'`,
  );
}

export function addToGroup(group: string, addresses: readonly string[]): string {
  return forEach(addresses, (member) => `Add-DistributionGroupMember -Identity ${quoted(group)} -Member ${member}`);
}

/** `objectId` of the enterprise application, as the token tells it. */
export function assignRole(role: string, scope: string, objectId: string | null): string {
  const app = quoted(objectId ?? 'OBJECT-ID-OF-THE-ENTERPRISE-APPLICATION');
  return `New-ManagementRoleAssignment -App ${app} -Role ${quoted(`Application ${role}`)} -CustomResourceScope ${quoted(scope)}`;
}

export function consentTo(permission: keyof typeof PERMISSION_IDS, clientId: string): string {
  const id = quoted(clientId);
  return [
    `az ad app permission add --id ${id} --api ${GRAPH_APP_ID} --api-permissions ${PERMISSION_IDS[permission]}=Role`,
    `az ad app permission admin-consent --id ${id}`,
  ].join('\n');
}

/** Takes back what was granted in Entra; `az ad app permission delete` would only stop asking for it. */
export function withdrawConsent(roles: readonly string[], clientId: string): string {
  const ids = roles.flatMap((role) =>
    role in PERMISSION_IDS ? PERMISSION_IDS[role as keyof typeof PERMISSION_IDS] : [],
  );
  return [
    "Connect-MgGraph -Scopes 'Application.Read.All', 'AppRoleAssignment.ReadWrite.All'",
    `$app = Get-MgServicePrincipal -Filter ${quoted(`appId eq '${clientId}'`)}`,
    `Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $app.Id | Where-Object AppRoleId -In ${ids.map(quoted).join(', ')} | ForEach-Object { Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $app.Id -AppRoleAssignmentId $_.Id }`,
  ].join('\n');
}

export function testScope(clientId: string, mailbox: string): string {
  return `Test-ServicePrincipalAuthorization -Identity ${quoted(clientId)} -Resource ${quoted(mailbox)} | Format-Table RoleName, GrantedPermissions, AllowedResourceScope, InScope`;
}

/** The folder goes by the language of its mailbox, so that its name is looked up: `/Kalender` becomes `:\\Kalender`. */
function calendarOf(identity: string): string {
  const folder = `Get-EXOMailboxFolderStatistics -Identity ${identity} -FolderScope Calendar | Where-Object FolderType -eq 'Calendar'`;
  return `(${identity} + (${folder}).FolderPath.Replace('/', ':\\'))`;
}

/** As people share their calendars with each other; a service account sees what is shared with it. */
export function shareCalendars(
  addresses: readonly string[],
  account: string,
  rights: 'Reviewer' | 'Editor' = 'Reviewer',
): string {
  return forEach(
    addresses,
    (identity) =>
      `Add-MailboxFolderPermission -Identity ${calendarOf(identity)} -User ${quoted(account)} -AccessRights ${rights}`,
  );
}

export function unshareCalendar(address: string, account: string): string {
  return `Remove-MailboxFolderPermission -Identity ${calendarOf(quoted(address))} -User ${quoted(account)}`;
}

export function makeServiceUser(address: string): string {
  return `New-Mailbox -Shared -Name 'Doorlight' -PrimarySmtpAddress ${quoted(address)}`;
}

export const LIST_ROOM_LISTS =
  'Get-DistributionGroup -RecipientTypeDetails RoomList | Format-Table DisplayName, PrimarySmtpAddress';

export const LIST_ROOMS =
  'Get-EXOMailbox -RecipientTypeDetails RoomMailbox | Format-Table DisplayName, PrimarySmtpAddress';

export function addToRoomList(roomList: string): string {
  return `Add-DistributionGroupMember -Identity ${quoted(roomList)} -Member 'room@contoso.com'`;
}

export function lookAtMailbox(address: string): string {
  return `Get-EXORecipient -Identity ${quoted(address)} | Format-List DisplayName, RecipientTypeDetails, PrimarySmtpAddress`;
}

export function newSecret(clientId: string): string {
  return `az ad app credential reset --id ${quoted(clientId)} --append --years 1`;
}

export function uploadCertificate(clientId: string): string {
  return `az ad app credential reset --id ${quoted(clientId)} --cert '@doorlight-public.pem' --append`;
}

export function listCredentials(clientId: string): string {
  return `az ad app credential list --id ${quoted(clientId)} --output table`;
}

export const SHOW_TENANT = 'az account show --query tenantId --output tsv';

export function showApp(clientId: string): string {
  return `az ad app show --id ${quoted(clientId)} --query '{name:displayName, appId:appId}'`;
}

export function enableApp(clientId: string): string {
  return `az ad sp update --id ${quoted(clientId)} --set accountEnabled=true`;
}
