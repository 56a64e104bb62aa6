/** The address of a page and of the one thing on it; apart from the list of pages, so that each page can link to others. */

export function linkToPage(page: string, of: string | null): string {
  return `/console?${new URLSearchParams({ page, ...(of !== null && { of }) })}`;
}
