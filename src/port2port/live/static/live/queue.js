// Observations that no server has confirmed yet, kept in this browser and sent once, in the order in which they were made.
// One leaves the phone's store only when the server answered 201 with its own key, or by its writer's hand.
window.liveQueue = (() => {
  "use strict";
  const STORE = "waiting";
  const PATIENCE_MS = 20_000;
  let opened = null;

  const open = () => {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open("live", 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened;
  };
  // Resolves when the transaction has ended: only then is it on the disk.
  const within = async (mode, act) => {
    const store = (await open()).transaction(STORE, mode).objectStore(STORE);
    return new Promise((resolve, reject) => {
      const request = act(store);
      store.transaction.oncomplete = () => resolve(request?.result);
      store.transaction.onabort = store.transaction.onerror = () => reject(store.transaction.error);
    });
  };
  const put = (entry) => within("readwrite", (store) => store.put(entry));
  const remove = (key) => within("readwrite", (store) => store.delete(key));
  const everything = () => within("readonly", (store) => store.getAll());
  const of = async (seat) =>
    (await everything())
      .filter((one) => one.seat === seat)
      .sort((a, b) => a.fields.observed_at.localeCompare(b.fields.observed_at));
  const others = async (seat) => (await everything()).filter((one) => one.seat !== seat).length;

  const token = () => /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";

  // One try: {state: "sent", answer} | {state: "waiting"} | {state: "signin", reason} | {state: "refused", reason}
  const attempt = async (entry) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    try {
      const body = new URLSearchParams(entry.fields);
      body.set("sent_at", new Date().toISOString());
      const answer = await fetch(entry.address, {
        method: "POST",
        body,
        redirect: "manual",
        credentials: "same-origin",
        cache: "no-store",
        signal: stop.signal,
        headers: { "Idempotency-Key": entry.key, "X-Live-Seat": entry.seat, "X-CSRFToken": token() },
      });
      if (answer.type === "opaqueredirect" || answer.status === 401) return { state: "signin" };
      // Signed in, but in another seat than the one that wrote it: the server says so.
      if (answer.status === 403) return { state: "signin", reason: (await answer.json().catch(() => ({}))).detail ?? "" };
      if (answer.status === 201) {
        const said = await answer.json();
        return said.key === entry.key ? { state: "sent", answer: said } : { state: "waiting" };
      }
      if (answer.status === 429 || answer.status >= 500 || answer.status < 400) return { state: "waiting" };
      const problem = await answer.json().catch(() => ({}));
      return { state: "refused", reason: problem.detail ?? "" };
    } catch {
      return { state: "waiting" };
    } finally {
      clearTimeout(timer);
    }
  };

  // One page at a time sends, also with two tabs open.
  const alone = (act) => (navigator.locks ? navigator.locks.request("live-sending", act) : act());
  const sendAll = (seat, told) =>
    alone(async () => {
      for (const entry of (await of(seat)).filter((one) => one.state !== "refused")) {
        const outcome = await attempt(entry);
        if (outcome.state === "sent") await remove(entry.key);
        else await put({ ...entry, state: outcome.state, reason: outcome.reason ?? "" });
        await told(entry, outcome);
        // Without a connection or a session the next one fares no better.
        if (outcome.state === "waiting" || outcome.state === "signin") return;
      }
    });

  return { put, remove, of, others, sendAll };
})();
