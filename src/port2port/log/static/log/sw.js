// Keeps the empty gate form of one language, and nothing else: no entry, no name, no answer of the server.
// Above stands what is kept: self.GATE = {prefix, version, scope, shell, parts}.
"use strict";
const { prefix, version, scope, shell, parts } = self.GATE;
const CACHE = prefix + version;
const PATIENCE_MS = 4000;
// Django answers with `Vary: Cookie`; the kept page is the same for everybody.
const ANYWAY = { ignoreVary: true, ignoreSearch: true };

self.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(CACHE);
    const without = (address) => new Request(address, { credentials: "omit" });
    await cache.addAll([shell, ...parts].map(without));
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

const kept = async (address) => (await caches.open(CACHE)).match(address, ANYWAY);

// The server's own page where one comes in time; else the empty form, which works without a connection.
const page = async (request) => {
  const answer = fetch(request);
  answer.catch(() => {});
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  try {
    const first = await Promise.race([answer, late]);
    if (first && first.status < 500) return first;
  } catch {
    // No connection: the shell below.
  }
  return (await kept(shell)) ?? answer;
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname.startsWith(scope)) event.respondWith(page(request));
  else if (parts.includes(address.pathname)) event.respondWith(kept(address.pathname).then((one) => one ?? fetch(request)));
});
