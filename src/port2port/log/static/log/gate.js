// The gate form on a phone: steps without reloading, photos made small, and the queue for want of a connection.
// Without it the same page works as plain forms.
(() => {
  "use strict";
  const queue = window.gateQueue;
  const PHOTOS = 3;
  const MOST_BYTES = 25 * 1024 * 1024;
  const LONGEST_SIDE = 1600;
  const ANSWER_MS = 8000;
  const ROUND_MS = 60_000;
  const SEAT = "seat:gate";
  const WAITING = "waiting";

  const find = (id) => document.getElementById(id);
  const body = document.body;
  const form = find("gate-form");
  if (!form) return;
  const fields = form.elements;
  const words = find("gate-words").dataset;
  const say = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const clock = (date) => date.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

  // Whose phone this is, and where: as the server says; without a connection as it last said.
  const remembered = () => {
    const given = find("gate-phone");
    try {
      if (!given) return JSON.parse(localStorage.getItem(SEAT));
      localStorage.setItem(SEAT, given.textContent);
    } catch {
      // A browser that stores nothing still sends while there is a connection.
    }
    return given ? JSON.parse(given.textContent) : null;
  };
  const phone = remembered();

  // An address as the QR code on a post has it: …/gate/<facility>/<zone>/
  const [facilityHere, zoneHere] = location.pathname.slice(body.dataset.scope.length).split("/");
  const isKey = /^[0-9a-f-]{36}$/.test(facilityHere);
  const facility = isKey ? facilityHere : phone?.facility;
  const zones = phone && phone.facility === facility ? phone.zones : [];

  let entry = null;
  let photos = [];
  let urgent = "";
  let running = false;
  let again = false;
  const outcomes = new Map();

  const newKey = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  // Steps
  const show = (id) => {
    for (const one of ["gate-tiles", "gate-form", "gate-done"]) find(one).hidden = one !== id;
    if (id !== "gate-tiles") find(id).querySelector("h2").focus();
    scrollTo(0, 0);
  };
  const tileWords = (tile) => find("gate-tiles").querySelector(`[value="${tile}"] span`).textContent;

  const local = (date) => new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  const summary = () => {
    const chosen = fields.zone.selectedOptions[0];
    form.querySelector("[data-where]").textContent = fields.zone.value ? chosen.textContent : words.nowhere;
    form.querySelector("[data-when]").textContent = clock(new Date(fields.happened_at.value));
  };

  const choose = (tile) => {
    fields.tile.value = tile;
    find("gate-tile").textContent = tileWords(tile);
    for (const one of form.querySelectorAll("[data-tiles]")) {
      one.hidden = !one.dataset.tiles.split(" ").includes(tile);
      if (one.hidden) for (const input of one.querySelectorAll("input")) input.checked = false;
    }
    form.querySelector("[data-optional]").hidden = tile === form.dataset.needsWords;
    summary();
    show("gate-form");
  };

  const begin = (tile) => {
    const at = new Date();
    // The key is made when the form opens: however often it is sent, it is one entry.
    entry = { key: newKey(), opened_at: at, shown: local(at) };
    fields.happened_at.value = entry.shown;
    choose(tile);
  };

  const clear = () => {
    const zone = fields.zone.value;
    form.reset();
    fields.zone.value = zone;
    photos = [];
    drawPhotos();
    refuse("");
    entry = null;
  };

  const refuse = (reason) => {
    find("gate-refused").textContent = reason;
    find("gate-refused").hidden = !reason;
  };

  // Photos: drawn anew and small, so that neither place nor device of the camera stays in them.
  const drawPhotos = () => {
    find("gate-photos").replaceChildren(
      ...photos.map((photo, place) => {
        const item = document.createElement("li");
        const remove = document.createElement("button");
        remove.type = "button";
        remove.className = "button button--quiet";
        remove.textContent = words.remove;
        remove.setAttribute("aria-label", `${words.remove}: ${say(words.photo, { n: place + 1 })}`);
        remove.onclick = () => {
          photos.splice(place, 1);
          drawPhotos();
        };
        const shown = photo.canvas ?? document.createElement("span");
        if (!photo.canvas) shown.textContent = photo.name;
        item.append(shown, remove);
        return item;
      }),
    );
  };

  const small = async (file) => {
    let picture;
    try {
      picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      // A format that this browser cannot draw, such as HEIC: the server takes place and device out of it.
      return { name: file.name, blob: file };
    }
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    return { name: `${file.name.replace(/\.\w+$/, "")}.jpg`, blob, canvas };
  };

  const addPhotos = async () => {
    const files = [...fields.photos.files];
    fields.photos.value = "";
    refuse("");
    for (const file of files) {
      const isPhoto = file.type.startsWith("image/") || /\.(heic|heif)$/i.test(file.name);
      if (!isPhoto) refuse(say(words.notphoto, file));
      else if (file.size > MOST_BYTES) refuse(say(words.large, file));
      else if (photos.length >= PHOTOS) refuse(words.many);
      else photos.push(await small(file));
    }
    drawPhotos();
  };

  // Sending
  const gathered = () => {
    const answers = {};
    for (const input of form.querySelectorAll(".gate-chip input:checked")) answers[input.name.slice(5)] = input.value;
    const untouched = fields.happened_at.value === entry.shown;
    const moment = untouched || !fields.happened_at.value ? entry.opened_at : new Date(fields.happened_at.value);
    return {
      key: entry.key,
      seat: phone.seat,
      facility,
      language: document.documentElement.lang,
      tile: fields.tile.value,
      zone: fields.zone.value,
      happened_at: moment.toISOString(),
      answers,
      text: fields.text.value,
      photos: photos.map(({ name, blob }) => ({ name, blob })),
      made_at: new Date().toISOString(),
      queued_at: entry.queued_at ?? null,
      state: "waiting",
      reason: "",
    };
  };

  const done = (state, said, { what = "", answer = null } = {}) => {
    const section = find("gate-done");
    section.dataset.state = state;
    section.querySelector("[data-said]").textContent = said;
    section.querySelector("[data-what]").textContent = what;
    find("gate-signin").hidden = state !== "signin";
    const undo = find("gate-undo");
    undo.hidden = !answer;
    if (answer) {
      undo.action = answer.undo;
      undo.elements.csrfmiddlewaretoken.value = queue.token();
      // The server says no after ten seconds; the button should not promise more.
      setTimeout(() => { undo.hidden = true; }, 10_000);
    }
    history.replaceState({}, "", location.pathname);
    show("gate-done");
  };

  // Each drone that was sent leads on to what its observer saw; the links stay until the page is left.
  const observe = (answer) => {
    if (!answer.observe) return;
    const link = document.createElement("a");
    link.className = "button button--wide";
    link.href = answer.observe;
    link.textContent = say(words.observe, { number: answer.number });
    const item = document.createElement("li");
    item.append(link);
    find("gate-observe").append(item);
  };

  const heard = async (sent, outcome) => {
    const tell = outcomes.get(sent.key);
    if (outcome.state === "sent") observe(outcome.answer);
    if (tell) tell(outcome);
    else if (outcome.state === "sent") {
      find("gate-sent").textContent = say(words.sent, { what: tileWords(sent.tile), number: outcome.answer.number });
    }
    await drawQueue();
  };

  const rounds = async () => {
    try {
      do {
        again = false;
        try {
          await queue.sendAll(phone.seat, { first: () => urgent, told: heard });
        } catch {
          // Without a store nothing waits.
        }
        // Whoever still waits for an answer gets none now.
        if (!again) for (const tell of outcomes.values()) tell({ state: "waiting" });
        await drawQueue();
        // Asked once more after the last pause: a connection that comes back meanwhile must not wait for the next minute.
      } while (again);
    } finally {
      running = false;
    }
  };

  // One round at a time; what is asked for meanwhile follows it.
  const round = () => {
    if (!phone) return;
    if (running) again = true;
    else {
      running = true;
      rounds();
    }
  };

  const outcomeOf = (key) =>
    new Promise((resolve) => {
      urgent = key;
      outcomes.set(key, resolve);
      setTimeout(() => resolve({ state: "waiting", late: true }), ANSWER_MS);
      round();
    }).finally(() => outcomes.delete(key));

  const keptAndSent = async (said) => {
    try {
      // On the phone's disk before it goes out: a battery that dies in between loses nothing.
      await queue.put(said);
    } catch {
      const outcome = await queue.attempt(said);
      if (outcome.state === "sent") observe(outcome.answer);
      return outcome.state === "waiting" || outcome.state === "signin" ? { state: "unkept" } : outcome;
    }
    return outcomeOf(said.key);
  };

  const send = async () => {
    if (fields.tile.value === form.dataset.needsWords && !fields.text.value.trim()) {
      refuse(words.needswords);
      fields.text.focus();
      return;
    }
    const button = find("gate-send");
    const said = gathered();
    refuse("");
    button.disabled = true;
    const outcome = await keptAndSent(said);
    button.disabled = false;
    if (outcome.state === "refused" || outcome.state === "unkept") {
      refuse(outcome.state === "unkept" ? words.nostore : say(words.refused, { reason: outcome.reason || words.unknown }));
      find("gate-refused").scrollIntoView({ block: "center" });
      return;
    }
    const where = form.querySelector("[data-where]").textContent;
    const what = `${tileWords(said.tile)} · ${where}`;
    if (outcome.state === "sent") {
      done("saved", say(words.saved, { time: outcome.answer.saved, number: outcome.answer.number }), { what, answer: outcome.answer });
    } else if (outcome.state === "signin") {
      done("signin", words.signin, { what });
    } else {
      navigator.storage?.persist?.();
      done("kept", say(words.kept, { n: (await queue.of(phone.seat)).length }), { what });
    }
    clear();
    await drawQueue();
  };

  // The list of what waits, to look at, mend and delete.
  const line = (text, className = "") => {
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    paragraph.className = className;
    return paragraph;
  };
  const press = (text, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = text;
    button.onclick = act;
    return button;
  };

  const mend = (one) => {
    entry = { key: one.key, opened_at: new Date(one.happened_at), shown: local(new Date(one.happened_at)), queued_at: one.queued_at };
    fields.happened_at.value = entry.shown;
    fields.text.value = one.text;
    fields.zone.value = one.zone;
    photos = one.photos.map((photo) => ({ ...photo }));
    drawPhotos();
    choose(one.tile);
    for (const [chip, said] of Object.entries(one.answers)) form.querySelector(`[name="chip-${chip}"][value="${said}"]`).checked = true;
    refuse(one.reason ? say(words.refused, one) : "");
  };

  const erase = async (one, item) => {
    await queue.remove(one.key);
    const back = press(words.undo, async () => {
      await queue.put(one);
      await drawQueue();
    });
    item.replaceChildren(line(words.deleted), back);
    item.dataset.deleted = "";
    back.focus();
    await count();
  };

  const itemOf = (one) => {
    const item = document.createElement("li");
    const at = new Date(one.happened_at);
    const zone = zones.find(({ code }) => code === one.zone)?.name ?? one.zone;
    item.append(line([tileWords(one.tile), at.toLocaleDateString(document.documentElement.lang), clock(at), zone].filter(Boolean).join(" · ")));
    if (one.text) item.append(line(one.text));
    if (one.photos.length) item.append(line(one.photos.map((photo) => photo.name).join(", "), "meta"));
    if (one.state === "refused") item.append(line(say(words.refused, { reason: one.reason || words.unknown }), "gate-reason"));
    if (one.state === "signin") item.append(line(words.signin));
    const row = document.createElement("div");
    row.className = "button-row";
    row.append(press(words.mend, () => mend(one)), press(words.delete, () => erase(one, item)));
    item.append(row);
    return item;
  };

  // The number stands where the sign-out on every page finds it.
  const count = async () => {
    const waiting = await queue.of(phone.seat);
    find("gate-queue").hidden = waiting.length === 0 && !find("gate-queue").querySelector("[data-deleted]");
    find("gate-queue").querySelector("summary span").textContent = say(words.waiting, { n: waiting.length });
    localStorage.setItem(WAITING, String(waiting.length));
  };

  const drawQueue = async () => {
    if (!phone) return;
    try {
      find("gate-queue").querySelector("ul").replaceChildren(...(await queue.of(phone.seat)).map(itemOf));
      await count();
      const strangers = await queue.others(phone.seat);
      find("gate-others").hidden = strangers === 0;
      find("gate-others").textContent = say(words.others, { n: strangers });
    } catch {
      find("gate-queue").hidden = true;
    }
  };

  const prepare = () => {
    body.classList.add("gate--live");
    if (find("gate-phone")) return;
    // The empty shell: filled from what this phone remembers of its seat.
    find("gate-no-seat").hidden = Boolean(phone);
    find("gate-tiles").hidden = !phone;
    if (!phone) return;
    if (facility === phone.facility) for (const one of document.querySelectorAll("[data-facility]")) one.textContent = phone.name;
    for (const { code, name } of zones) fields.zone.add(new Option(name, code));
    if (zoneHere && !zones.some(({ code }) => code === zoneHere)) fields.zone.add(new Option(zoneHere, zoneHere));
    if (zoneHere) fields.zone.value = zoneHere;
  };

  const tileInAddress = new URLSearchParams(location.search).get("tile");

  prepare();
  find("gate-tiles").addEventListener("click", (event) => {
    const tile = event.target.closest("button[name=tile]")?.value;
    if (!tile) return;
    event.preventDefault();
    begin(tile);
    history.pushState({ tile }, "", `?tile=${tile}`);
  });
  addEventListener("popstate", () => {
    const tile = new URLSearchParams(location.search).get("tile");
    if (!tile) show("gate-tiles");
    else if (entry) choose(tile);
    else begin(tile);
  });
  find("gate-back").addEventListener("click", (event) => {
    event.preventDefault();
    history.replaceState({}, "", location.pathname);
    show("gate-tiles");
  });
  find("gate-again").addEventListener("click", () => show("gate-tiles"));
  form.addEventListener("submit", (event) => {
    if (!phone) return;
    event.preventDefault();
    send();
  });
  fields.photos.addEventListener("change", addPhotos);
  for (const name of ["zone", "happened_at"]) fields[name].addEventListener("change", summary);
  // A page opened in the middle, by a link or a reload, has no key yet.
  if (phone && tileInAddress && find("gate-tiles").querySelector(`[value="${CSS.escape(tileInAddress)}"]`)) begin(tileInAddress);

  addEventListener("online", round);
  setInterval(round, ROUND_MS);
  drawQueue().then(round);
  navigator.serviceWorker?.register(body.dataset.worker, { scope: body.dataset.scope }).catch(() => {});
})();
