/** When whatever the tablet holds may have become old without its noticing: the screen comes on, the network comes back. */

export type Attention = {
  /** The page can be seen again. */
  readonly onSeen: () => void;
  /** The browser believes that there is a network. It is often wrong, so this is a nudge and nothing else. */
  readonly onOnline: () => void;
};

export function watchAttention(
  page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>,
  browser: Pick<Window, 'addEventListener' | 'removeEventListener'>,
  { onSeen, onOnline }: Attention,
): () => void {
  const seen = () => {
    if (page.visibilityState === 'visible') onSeen();
  };
  // A page that the browser froze and thawed, or took out of its back-forward cache, has slept like a hidden one.
  const restored = (event: PageTransitionEvent) => {
    if (event.persisted) onSeen();
  };
  page.addEventListener('visibilitychange', seen);
  page.addEventListener('resume', onSeen);
  browser.addEventListener('pageshow', restored);
  browser.addEventListener('online', onOnline);
  return () => {
    page.removeEventListener('visibilitychange', seen);
    page.removeEventListener('resume', onSeen);
    browser.removeEventListener('pageshow', restored);
    browser.removeEventListener('online', onOnline);
  };
}
