// What no server has confirmed yet, kept in this browser and sent once: what the pages for phones have in common.
// An entry leaves the phone's store only when the server answered 201 with the entry's own key, or by its writer's hand.
//   room  names the store and the lock      mark  the header that says which seat wrote it
//   when  the moment by which entries stand in order
window.waitingOnPhone = (room, options) => {
  "use strict";
  const { mark, patience_ms, when } = options;
  const STORE = "waiting";
  let opened = null;

  const open = () => {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(room, 1);
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

  const everything = () => within("readonly", (store) => store.getAll());
  const put = (entry) => within("readwrite", (store) => store.put(entry));
  const remove = (key) => within("readwrite", (store) => store.delete(key));
  const of = async (seat) =>
    (await everything()).filter((one) => one.seat === seat).sort((a, b) => when(a).localeCompare(when(b)));
  const others = async (seat) => (await everything()).filter((one) => one.seat !== seat).length;

  const token = () => /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";

  const reasonIn = async (answer) => {
    const said = await answer.json().catch(() => ({}));
    return said.detail ?? "";
  };

  // One try: {state: "sent", answer} | {state: "waiting"} | {state: "signin", reason} | {state: "refused", reason}
  const attempt = async (entry, address, bodyOf) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), patience_ms);
    try {
      const answer = await fetch(address, {
        method: "POST",
        body: bodyOf(entry),
        // A session that ended redirects to the sign-in page; followed, that would look like success.
        redirect: "manual",
        credentials: "same-origin",
        cache: "no-store",
        signal: stop.signal,
        headers: { "Idempotency-Key": entry.key, [mark]: entry.seat, "X-CSRFToken": token() },
      });
      if (answer.type === "opaqueredirect" || answer.status === 401) return { state: "signin", reason: "" };
      // Signed in, but in another seat than the one that wrote it: the server says so.
      if (answer.status === 403) return { state: "signin", reason: await reasonIn(answer) };
      if (answer.status === 201) {
        const said = await answer.json();
        return said.key === entry.key ? { state: "sent", answer: said } : { state: "waiting" };
      }
      // Too many at once and faults of the server pass; a page that is no answer of ours (a hotspot's) changes nothing.
      if (answer.status === 429 || answer.status >= 500 || answer.status < 400) return { state: "waiting" };
      return { state: "refused", reason: await reasonIn(answer) };
    } catch {
      return { state: "waiting" };
    } finally {
      clearTimeout(timer);
    }
  };

  // One page at a time sends, also with two tabs open.
  const alone = (act) => (navigator.locks ? navigator.locks.request(`${room}-sending`, act) : act());

  return { within, put, remove, of, others, token, attempt, alone };
};
