/** Hands a file to whoever sits at the browser. The proxy's answer needs a token, so a plain link cannot fetch it. */

export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Firefox reads it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
