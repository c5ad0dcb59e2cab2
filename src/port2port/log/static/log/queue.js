// The queue of the gate form; how it is kept and how one entry is sent stands in ui/waiting.js.
window.gateQueue = (() => {
  "use strict";
  const phone = window.waitingOnPhone("gate", { mark: "X-Gate-Seat", patience_ms: 60_000, when: (one) => one.made_at });
  const { put, remove, of, others, token } = phone;

  // What was deleted meanwhile stays deleted.
  const change = (key, fields) =>
    phone.within("readwrite", (store) => {
      const found = store.get(key);
      found.onsuccess = () => {
        if (found.result) store.put({ ...found.result, ...fields });
      };
      return found;
    });

  const bodyOf = (entry) => {
    const body = new FormData();
    for (const name of ["tile", "facility", "zone", "happened_at", "text"]) body.append(name, entry[name] ?? "");
    for (const [chip, said] of Object.entries(entry.answers)) body.append(`chip-${chip}`, said);
    for (const photo of entry.photos) body.append("photos", photo.blob, photo.name);
    if (entry.queued_at) body.append("queued_at", entry.queued_at);
    body.append("sent_at", new Date().toISOString());
    return body;
  };

  const attempt = (entry) => phone.attempt(entry, `/${entry.language}/gate/send/`, bodyOf);

  // Sends what waits, one after the other; `told` hears the outcome of each.
  const sendAll = (seat, { first, told }) =>
    phone.alone(async () => {
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
          const reason = outcome.state === "refused" ? outcome.reason : "";
          await change(entry.key, { state: outcome.state, reason, queued_at });
        }
        await told(entry, outcome);
        // Without a connection or a session the next one fares no better.
        if (outcome.state === "waiting" || outcome.state === "signin") return;
      }
    });

  return { put, remove, of, others, attempt, sendAll, token };
})();
