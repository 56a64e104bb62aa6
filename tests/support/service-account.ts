/** What a person does at a desk while a program waits for the service account's sign-in. */

/** Null declines. */
export async function enterDeviceCode(verificationUri: string, userCode: string, who: string | null): Promise<void> {
  const page = await (await fetch(verificationUri)).text();
  const account = page
    .split('<button')
    .find((button) => who !== null && button.includes(who))
    ?.match(/value="([^"]+)"/)?.[1];
  if (who !== null && account === undefined) throw new Error(`${who} is not offered`);
  const form = new URLSearchParams({ code: userCode, account: account ?? '' });
  const answer = await fetch(verificationUri, { method: 'POST', body: form });
  if (answer.status !== 200) throw new Error(`the page answered ${answer.status}`);
}
