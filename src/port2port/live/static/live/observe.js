// The observer's page on a phone: forms go through the queue, so that nothing is lost for want of a connection.
// Without it the same page works as plain forms.
(() => {
  "use strict";
  const ROUND_MS = 30_000;
  const page = document.getElementById("observe");
  if (!page) return;
  const queue = window.liveQueue;
  const words = page.dataset;
  const said = document.getElementById("observe-said");
  const list = document.getElementById("observe-queue");
  const foreign = document.getElementById("observe-others");
  const say = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const tell = (text) => {
    said.textContent = text;
    said.hidden = !text;
  };
  const newKey = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const press = (text, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = text;
    button.onclick = act;
    return button;
  };
  const itemOf = (one) => {
    const item = document.createElement("li");
    const line = document.createElement("p");
    const at = new Date(one.fields.observed_at).toLocaleTimeString(document.documentElement.lang);
    line.textContent = [at, one.fields.rating, one.fields.text].filter(Boolean).join(" · ");
    item.append(line);
    if (one.state !== "refused") return item;
    const why = document.createElement("p");
    why.textContent = say(words.refused, { reason: one.reason || words.unknown });
    const again = press(words.again, async () => {
      await queue.put({ ...one, state: "waiting" });
      round();
    });
    const erase = press(words.delete, async () => {
      await queue.remove(one.key);
      await draw();
    });
    item.append(why, again, erase);
    return item;
  };
  const draw = async () => {
    const waiting = await queue.of(words.seat);
    list.hidden = waiting.length === 0;
    const head = list.querySelector("summary span");
    head.textContent = say(head.dataset.words, { n: waiting.length });
    list.querySelector("ul").replaceChildren(...waiting.map(itemOf));
    localStorage.setItem("waiting", String(waiting.length));
    const strangers = await queue.others(words.seat);
    foreign.hidden = strangers === 0;
    foreign.textContent = say(foreign.dataset.words, { n: strangers });
    return waiting.length;
  };

  // What was sent, as the server has it now; what is being written in the forms stays as it is.
  const showOwn = async () => {
    try {
      const answer = await fetch(location.pathname, { headers: { "X-Live-Sheet": "1" }, redirect: "manual", cache: "no-store" });
      if (answer.status !== 200) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("observe-own");
      if (fresh) document.getElementById("observe-own").replaceWith(fresh);
    } catch {
      // The connection went again: the list is shown with the next page.
    }
  };

  let running = false;
  let again = false;
  let sent = 0;
  const heard = async (_entry, outcome) => {
    const n = await draw();
    if (outcome.state === "sent") {
      sent += 1;
      tell(say(sent > 1 && n === 0 ? words.all : words.sent, { n: sent, time: outcome.answer.saved }));
    } else if (outcome.state === "signin") tell(outcome.reason || words.signin);
    else if (outcome.state === "refused") tell(say(words.refused, { reason: outcome.reason || words.unknown }));
    else tell(say(words.kept, { n }));
  };
  const round = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    sent = 0;
    try {
      do {
        again = false;
        await queue.sendAll(words.seat, heard);
      } while (again);
    } finally {
      running = false;
    }
    if (sent) await showOwn();
  };

  page.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-observe]");
    if (!form) return;
    event.preventDefault();
    const fields = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "key"));
    if (!fields.rating && !fields.text?.trim()) {
      tell(words.empty);
      return;
    }
    fields.observed_at = new Date().toISOString();
    const entry = { key: newKey(), seat: words.seat, address: words.send, fields, state: "waiting", reason: "" };
    try {
      await queue.put(entry);
    } catch {
      tell(words.nostore);
      return;
    }
    form.reset();
    tell(say(words.kept, { n: await draw() }));
    round();
  });

  addEventListener("online", round);
  setInterval(round, ROUND_MS);
  draw().then(round);
  navigator.serviceWorker?.register(words.worker).catch(() => {});
})();
