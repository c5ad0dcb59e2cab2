// Keeps lessons that were opened, and the others of the same course: pages that are the same for everybody, with no
// name, no entry and no token. Above stands what it needs: self.LEARN = {prefix, version, scope, parts}.
"use strict";
const { prefix, version, scope, parts } = self.LEARN;
const CACHE = prefix + version;
const PATIENCE_MS = 4000;
// Django answers with `Vary: Cookie`; a lesson is the same for everybody.
const ANYWAY = { ignoreVary: true, ignoreSearch: true };
const LESSON = /^\/[a-z]{2}\/learn\/[a-z0-9-]+\/\d+\/\d+\/$/;

self.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(parts.map((address) => new Request(address, { credentials: "omit" })));
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

const isLesson = (address) => address.pathname.startsWith(scope) && LESSON.test(address.pathname);
const kept = async (address) => (await caches.open(CACHE)).match(address, ANYWAY);
// A sign-in page that took the lesson's place is not kept: it was redirected, and is another's address.
const isWhole = (answer) => answer.ok && !answer.redirected && answer.type === "basic";
const keep = async (address, answer) => {
  if (isWhole(answer)) await (await caches.open(CACHE)).put(address, answer);
};

// The server's own page where one comes in time; else what was kept.
const page = async (event) => {
  const { pathname } = new URL(event.request.url);
  const answer = fetch(event.request);
  answer.then((one) => keep(pathname, one.clone())).catch(() => {});
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  try {
    const first = await Promise.race([answer, late]);
    if (first && first.status < 500) return first;
  } catch {
    // No connection: what was kept, below.
  }
  return (await kept(pathname)) ?? answer;
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && isLesson(address)) event.respondWith(page(event));
  else if (parts.includes(address.pathname)) event.respondWith(kept(address.pathname).then((one) => one ?? fetch(request)));
});

// A lesson that is open names the others of its course, so that all of them are there without a connection.
self.addEventListener("message", (event) => {
  const wanted = (event.data?.lessons ?? []).slice(0, 100).filter((one) => isLesson(new URL(one, self.location.origin)));
  const fill = async () => {
    for (const one of wanted) {
      if (await kept(one)) continue;
      try {
        await keep(one, await fetch(one, { credentials: "same-origin", headers: { "X-Learn-Keep": "1" } }));
      } catch {
        return;
      }
    }
  };
  event.waitUntil(fill());
});
