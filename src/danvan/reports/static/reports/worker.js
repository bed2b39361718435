// The service worker of the reports: pages of entry that were opened open again without a line, as they were last seen.
// The network always comes first. Only pages that the server marks for keeping, for this very account, are kept; signing
// out forgets them, and so does whoever signs in next (web/js/kept.js).
const account = new URL(self.location.href).searchParams.get("account");
const PAGES = `danvan-pages:${account}`;
const FILES = "danvan-files";
const MOST_FILES = 200;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("danvan-pages") && name !== PAGES) await caches.delete(name);
    }
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request, url.pathname));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(event.request));
});

async function page(request, path) {
  const kept = await (await caches.open(PAGES)).match(path);
  let answer;
  try {
    answer = await fetch(request);
  } catch (down) {
    if (kept) return marked(kept);
    throw down;
  }
  if (answer.status >= 500 && kept) return marked(kept);
  const cache = await caches.open(PAGES);
  if (answer.ok && answer.headers.get("X-Keep-For") === account) await cache.put(path, answer.clone());
  else await cache.delete(path); // filed, taken away, or nobody is signed in any more
  return answer;
}

/** The copy says that it is one. */
async function marked(kept) {
  const headers = new Headers(kept.headers);
  headers.delete("Content-Length");
  headers.delete("Content-Encoding");
  const text = (await kept.text()).replace("<html ", '<html data-kept="yes" ');
  return new Response(text, { headers });
}

async function file(request) {
  const cache = await caches.open(FILES);
  try {
    const answer = await fetch(request);
    if (answer.status === 200) {
      await cache.put(request, answer.clone());
      const all = await cache.keys();
      for (const old of all.slice(0, Math.max(all.length - MOST_FILES, 0))) await cache.delete(old);
    }
    return answer;
  } catch (down) {
    const kept = await cache.match(request);
    if (kept) return kept;
    throw down;
  }
}
