// A lesson: asks the worker to keep the course, and tells the server what was read, at the latest with the next connection.
// A mark is `course/version/lesson` with a digest of the session it was made in: whoever signs in next on a shared phone
// is told nothing of it. It names nobody, and leaves this browser's store once the server has it.
(() => {
  "use strict";
  const { worker, scope, mark, tell } = document.body.dataset;
  const STORE = "learn-read";
  const marks = () => {
    try {
      const found = JSON.parse(localStorage.getItem(STORE) ?? "[]");
      return Array.isArray(found) ? found.filter((one) => typeof one?.mark === "string") : [];
    } catch {
      return [];
    }
  };
  const put = (list) => {
    try {
      localStorage.setItem(STORE, JSON.stringify(list.slice(-500)));
    } catch {
      // A full store loses a mark, never a lesson.
    }
  };
  const token = () => /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";

  const session = async () => {
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token())));
    return [...bytes.slice(0, 8)].map((one) => one.toString(16).padStart(2, "0")).join("");
  };

  const send = async () => {
    const own = await session();
    const waiting = marks().filter((one) => one.session === own).map((one) => one.mark);
    if (!waiting.length || !navigator.onLine) return;
    const body = new FormData();
    for (const one of waiting) body.append("mark", one);
    try {
      const answer = await fetch(tell, { method: "POST", body, redirect: "manual", credentials: "same-origin", headers: { "X-CSRFToken": token() } });
      if (!answer.ok) return;
      const { kept } = await answer.json();
      put(marks().filter((one) => one.session === own && !kept.includes(one.mark)));
    } catch {
      // Told with the next connection.
    }
  };

  const note = document.getElementById("offline");
  const show = () => note?.toggleAttribute("hidden", navigator.onLine);
  const begin = async () => {
    const own = await session();
    put([...marks().filter((one) => one.mark !== mark || one.session !== own), { mark, session: own }]);
    await send();
  };
  show();
  begin().catch(() => {});
  addEventListener("online", () => { show(); send().catch(() => {}); });
  addEventListener("offline", show);

  const others = [...document.querySelectorAll("[data-lesson]")].map((one) => one.getAttribute("href"));
  navigator.serviceWorker?.register(worker, { scope }).then(() => navigator.serviceWorker.ready).then((ready) => {
    ready.active?.postMessage({ lessons: [location.pathname, ...others] });
  }).catch(() => {});
})();
