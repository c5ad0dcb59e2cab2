// A drill on one screen: sent at once, or kept on this phone and sent once when there is a connection.
// Without this script the same page works as a plain form.
(() => {
  "use strict";
  const form = document.getElementById("record-form");
  if (!form) return;
  const words = document.getElementById("record-words").dataset;
  const status = document.getElementById("record-status");
  const SEAT = "seat:drills";
  const PATIENCE_MS = 20_000;
  const ROUND_MS = 60_000;
  const say = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  // Whose phone this is: as the server says; without a connection as it last said.
  const remembered = () => {
    const given = document.getElementById("record-phone");
    try {
      if (!given) return JSON.parse(localStorage.getItem(SEAT));
      localStorage.setItem(SEAT, given.textContent);
    } catch {
      // A browser that stores nothing still sends while there is a connection.
    }
    return given ? JSON.parse(given.textContent) : null;
  };
  const phone = remembered();
  const isShell = !document.getElementById("record-phone");

  const queue = window.waitingOnPhone("drills", { mark: "X-Drill-Seat", patience_ms: PATIENCE_MS, when: (one) => one.made_at ?? "" });
  const { put, remove, alone } = queue;
  const waiting = () => queue.of(phone?.seat);
  const attempt = (one) => queue.attempt(one, form.dataset.send, () => new URLSearchParams(one.fields));

  const newKey = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const tell = (text, kind = "") => {
    status.textContent = text;
    status.className = text ? `notice ${kind}` : "";
    if (text) status.scrollIntoView({ block: "center" });
  };

  // What was refused stands in the form again, and on the disk, until it is taken or thrown away.
  const late = document.getElementById("record-late");
  const throwAway = document.getElementById("record-throw");
  let beside = [];
  let isTouched = false;
  form.addEventListener("input", () => {
    isTouched = true;
  });
  const emptied = () => {
    form.reset();
    form.elements.key.value = newKey();
    beside = [];
    isTouched = false;
    throwAway.hidden = true;
  };
  const putBack = (one) => {
    tell(say(words.refused, one), "notice--error");
    // Never over what somebody is typing, nor over a drill that was planned.
    if (isTouched || form.elements.event?.value) return;
    emptied();
    form.elements.key.value = one.key;
    for (const [name, value] of one.fields) {
      if (form.elements[name]) form.elements[name].value = value;
      else beside.push([name, value]);
    }
    for (const fold of form.querySelectorAll("details")) fold.open = true;
    late.hidden = throwAway.hidden = false;
  };
  throwAway.addEventListener("click", async () => {
    await remove(form.elements.key.value);
    emptied();
    tell("");
  });

  const round = () =>
    alone(async () => {
      if (!phone) return;
      let sent = 0;
      for (const one of await waiting()) {
        if (one.state === "refused") continue;
        const outcome = await attempt(one);
        if (outcome.state === "sent") {
          await remove(one.key);
          sent += 1;
        } else if (outcome.state === "refused") {
          await put({ ...one, state: "refused", reason: outcome.reason });
        } else break;
      }
      const all = await waiting();
      const left = all.filter((one) => one.state !== "refused").length;
      const back = all.find((one) => one.state === "refused");
      if (back && form.elements.key.value !== back.key) putBack(back);
      else if (sent) tell(say(words.sent, { n: sent }), "notice--done");
      else if (left && status.textContent === "") tell(say(words.waiting, { n: left }));
    }).catch(() => {});

  const fieldsOf = () => {
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "key");
    return [...fields, ...beside].filter(([, value]) => value !== "");
  };

  const submit = async (event) => {
    event.preventDefault();
    if (!phone) return tell(words.noseat, "notice--warning");
    const one = { key: form.elements.key.value || newKey(), seat: phone.seat, fields: fieldsOf(), made_at: new Date().toISOString() };
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    try {
      // On the phone's disk before it goes out: a battery that dies in between loses nothing.
      await put(one);
    } catch {
      return form.submit();
    }
    const outcome = await alone(() => attempt(one));
    button.disabled = false;
    if (outcome.state === "sent") {
      await remove(one.key);
      location.assign(`${outcome.answer.address}?held=1`);
    } else if (outcome.state === "refused") {
      await put({ ...one, state: "refused", reason: outcome.reason });
      late.hidden = throwAway.hidden = false;
      tell(say(words.refused, outcome), "notice--error");
    } else {
      tell(outcome.state === "signin" ? words.signin : words.kept, "notice--warning");
      emptied();
    }
  };

  // Days are those of the site, as the server counts them, wherever the phone is; the last of a short month stands in.
  const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: form.dataset.zone }).format(new Date());
  const monthsBefore = (day, months) => {
    const [year, month, dayOfMonth] = day.split("-").map(Number);
    const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
    return new Date(Date.UTC(year, month - 1 - months, Math.min(dayOfMonth, last))).toISOString().slice(0, 10);
  };

  // The empty shell: filled from what this phone remembers of its seat.
  if (isShell && phone) {
    for (const { key, name } of phone.facilities) form.elements.facility.add(new Option(name, key));
    if (phone.facilities.length === 1) form.elements.facility.value = phone.facilities[0].key;
    form.elements.held_on.value = today();
  }
  if (isShell && !phone) tell(words.noseat, "notice--warning");
  if (isShell) form.elements.key.value = newKey();

  // What is asked of a day long ago is asked before it is sent.
  const askLate = () => {
    const bound = monthsBefore(today(), Number(form.dataset.months));
    late.hidden = !(form.elements.held_on.value && form.elements.held_on.value < bound) && !form.elements.late_reason.value;
  };
  form.elements.held_on.addEventListener("change", askLate);

  form.addEventListener("submit", submit);
  addEventListener("online", round);
  setInterval(round, ROUND_MS);
  round();
  const worker = `${form.dataset.worker}?language=${document.documentElement.lang}`;
  navigator.serviceWorker?.register(worker, { scope: form.dataset.scope }).catch(() => {});
})();
