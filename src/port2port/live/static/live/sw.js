// Lets an observer's page open without a connection: the page as it was opened last, and its parts.
// Above stands what is kept: self.LIVE = {prefix, version, scope, parts}. Signing out takes the pages away (ui/app.js).
"use strict";
const { prefix, version, scope, parts } = self.LIVE;
const PARTS = `${prefix}parts-${version}`;
const PAGES = `${prefix}pages`;
const PATIENCE_MS = 5000;
const ANYWAY = { ignoreVary: true, ignoreSearch: true };
const isSheet = (address) => address.pathname.startsWith(scope) && address.pathname.endsWith("/observe/");

self.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(PARTS);
    await cache.addAll(parts.map((address) => new Request(address, { credentials: "omit" })));
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(`${prefix}parts-`) && name !== PARTS);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

// The server's page where one comes in time, and then kept; else the one that was kept.
const page = async (request) => {
  const cache = await caches.open(PAGES);
  const answer = fetch(request).then(async (got) => {
    if (got.status === 200 && !got.redirected) await cache.put(request, got.clone());
    // Whoever may not open it any more keeps nothing of it.
    else if (got.redirected || got.type === "opaqueredirect" || got.status === 403 || got.status === 404) await cache.delete(request, ANYWAY);
    return got;
  });
  answer.catch(() => {});
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  try {
    const first = await Promise.race([answer, late]);
    if (first && first.status < 500) return first;
  } catch {
    // No connection: the kept one below.
  }
  return (await cache.match(request, ANYWAY)) ?? answer;
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  // The page asks for itself anew after it has sent: that is what is kept from then on.
  const isAsked = request.mode === "navigate" || request.headers.has("X-Live-Sheet");
  if (isAsked && isSheet(address)) event.respondWith(page(request));
  else if (parts.includes(address.pathname)) event.respondWith(caches.match(address.pathname, ANYWAY).then((one) => one ?? fetch(request)));
});
