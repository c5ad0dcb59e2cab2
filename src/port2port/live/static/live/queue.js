// Observations that wait, sent in the order in which they were made; how they are kept and sent stands in ui/waiting.js.
window.liveQueue = (() => {
  "use strict";
  const when = (one) => one.fields.observed_at;
  const phone = window.waitingOnPhone("live", { mark: "X-Live-Seat", patience_ms: 20_000, when });
  const { put, remove, of, others } = phone;

  const bodyOf = (entry) => {
    const body = new URLSearchParams(entry.fields);
    body.set("sent_at", new Date().toISOString());
    return body;
  };

  const sendAll = (seat, told) =>
    phone.alone(async () => {
      for (const entry of (await of(seat)).filter((one) => one.state !== "refused")) {
        const outcome = await phone.attempt(entry, entry.address, bodyOf);
        if (outcome.state === "sent") await remove(entry.key);
        else await put({ ...entry, state: outcome.state, reason: outcome.reason ?? "" });
        await told(entry, outcome);
        // Without a connection or a session the next one fares no better.
        if (outcome.state === "waiting" || outcome.state === "signin") return;
      }
    });

  return { put, remove, of, others, sendAll };
})();
