// The queue of the gate form: entries that no server has confirmed yet, kept in this browser and sent once.
// An entry leaves the phone's store only when the server answered 201 with the entry's own key, or by its writer's hand.
window.gateQueue = (() => {
  "use strict";
  const STORE = "waiting";
  const PATIENCE_MS = 60_000;
  let opened = null;

  const open = () => {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open("gate", 1);
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

  // What was deleted meanwhile stays deleted.
  const change = (key, fields) =>
    within("readwrite", (store) => {
      const found = store.get(key);
      found.onsuccess = () => {
        if (found.result) store.put({ ...found.result, ...fields });
      };
      return found;
    });

  const of = async (seat) =>
    (await everything()).filter((one) => one.seat === seat).sort((a, b) => a.made_at.localeCompare(b.made_at));
  const others = async (seat) => (await everything()).filter((one) => one.seat !== seat).length;

  const token = () => /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";

  const bodyOf = (entry) => {
    const body = new FormData();
    for (const name of ["tile", "facility", "zone", "happened_at", "text"]) body.append(name, entry[name] ?? "");
    for (const [chip, said] of Object.entries(entry.answers)) body.append(`chip-${chip}`, said);
    for (const photo of entry.photos) body.append("photos", photo.blob, photo.name);
    if (entry.queued_at) body.append("queued_at", entry.queued_at);
    body.append("sent_at", new Date().toISOString());
    return body;
  };

  const reasonIn = async (answer) => {
    try {
      const said = await answer.json();
      return said.detail ?? "";
    } catch {
      return "";
    }
  };

  // One try: {state: "sent", answer} | {state: "waiting"} | {state: "signin"} | {state: "refused", reason}
  const attempt = async (entry) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    try {
      const answer = await fetch(`/${entry.language}/gate/send/`, {
        method: "POST",
        body: bodyOf(entry),
        // A session that ended redirects to the sign-in page; followed, that would look like success.
        redirect: "manual",
        credentials: "same-origin",
        cache: "no-store",
        signal: stop.signal,
        headers: { "Idempotency-Key": entry.key, "X-Gate-Seat": entry.seat, "X-CSRFToken": token() },
      });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return { state: "signin" };
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
  const alone = (act) => (navigator.locks ? navigator.locks.request("gate-sending", act) : act());

  // Sends what waits, one after the other; `told` hears the outcome of each.
  const sendAll = (seat, { first, told }) =>
    alone(async () => {
      const tried = new Set();
      for (;;) {
        const waiting = (await of(seat)).filter((one) => one.state !== "refused" && !tried.has(one.key));
        const entry = waiting.find((one) => one.key === first()) ?? waiting[0];
        if (!entry) return;
        tried.add(entry.key);
        const outcome = await attempt(entry);
        if (outcome.state === "sent") await remove(entry.key);
        else {
          const queued_at = entry.queued_at ?? new Date().toISOString();
          await change(entry.key, { state: outcome.state, reason: outcome.reason ?? "", queued_at });
        }
        await told(entry, outcome);
        // Without a connection or a session the next one fares no better.
        if (outcome.state === "waiting" || outcome.state === "signin") return;
      }
    });

  return { put, remove, of, others, attempt, sendAll, token };
})();
