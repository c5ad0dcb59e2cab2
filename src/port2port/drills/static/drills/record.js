// A drill on one screen: sent at once, or kept on this phone and sent once when there is a connection.
// Without this script the same page works as a plain form.
(() => {
  "use strict";
  const form = document.getElementById("record-form");
  if (!form) return;
  const words = document.getElementById("record-words").dataset;
  const status = document.getElementById("record-status");
  const SEAT = "seat:drills";
  const STORE = "waiting";
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

  let opened = null;
  const open = () => {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open("drills", 1);
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
  const waiting = async () => (await within("readonly", (store) => store.getAll())).filter((one) => one.seat === phone?.seat);
  const put = (one) => within("readwrite", (store) => store.put(one));
  const remove = (key) => within("readwrite", (store) => store.delete(key));

  const token = () => /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
  const newKey = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const attempt = async (one) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    try {
      const answer = await fetch(form.dataset.send, {
        method: "POST",
        body: new URLSearchParams(one.fields),
        // A session that ended redirects to the sign-in page; followed, that would look like success.
        redirect: "manual",
        credentials: "same-origin",
        cache: "no-store",
        signal: stop.signal,
        headers: { "Idempotency-Key": one.key, "X-Drill-Seat": one.seat, "X-CSRFToken": token() },
      });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return { state: "signin" };
      if (answer.status === 201) {
        const said = await answer.json();
        return said.key === one.key ? { state: "sent", address: said.address } : { state: "waiting" };
      }
      if (answer.status === 429 || answer.status >= 500 || answer.status < 400) return { state: "waiting" };
      const said = await answer.json().catch(() => ({}));
      return { state: "refused", reason: said.detail ?? "" };
    } catch {
      return { state: "waiting" };
    } finally {
      clearTimeout(timer);
    }
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

  // One page at a time sends, also with two tabs open.
  const alone = (act) => (navigator.locks ? navigator.locks.request("drills-sending", act) : act());
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
      location.assign(`${outcome.address}?held=1`);
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
