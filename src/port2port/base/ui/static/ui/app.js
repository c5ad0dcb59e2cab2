// Saves reloads and keystrokes; every page works without it.
(() => {
  "use strict";
  const FIELDS = "input, select, textarea, [contenteditable]";

  // Shortcuts: `/` to search, `g` and a letter to go; only outside fields, and only where the page offers them.
  const shortcuts = () => {
    if (!("shortcuts" in document.body.dataset)) return;
    let going = 0;
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest(FIELDS)) return;
      const field = document.querySelector(`[data-shortcut-focus="${CSS.escape(event.key)}"]`);
      if (field) {
        event.preventDefault();
        field.focus();
        field.select();
        return;
      }
      if (event.key === "g") {
        going = event.timeStamp;
        return;
      }
      const link = document.querySelector(`[data-shortcut-go="${CSS.escape(event.key)}"]`);
      if (link && event.timeStamp - going < 1500) location.assign(link.href);
      going = -Infinity;
    });
  };

  // Menus close on Escape (focus returns to the button) and on a press elsewhere.
  const menus = () => {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      const open = document.querySelector("details.menu[open]");
      if (!open) return;
      open.open = false;
      open.querySelector("summary").focus();
    });
    document.addEventListener("pointerdown", (event) => {
      for (const open of document.querySelectorAll("details.menu[open]")) {
        if (!open.contains(event.target)) open.open = false;
      }
    });
    document.addEventListener("focusin", (event) => {
      for (const open of document.querySelectorAll("details.menu[open]")) {
        if (!open.contains(event.target)) open.open = false;
      }
    });
  };

  // A toast counts down and leaves; it waits while the pointer or the focus is on it.
  const toast = (element) => {
    const words = element.querySelector(".toast__seconds");
    let left = Number(element.dataset.toast) || 10;
    const held = () => element.matches(":hover, :focus-within") || document.hidden;
    words.textContent = left;
    const timer = setInterval(() => {
      if (held()) return;
      left -= 1;
      words.textContent = left;
      if (left > 0) return;
      clearInterval(timer);
      element.remove();
    }, 1000);
  };

  // Live parts: polling rests while the tab is hidden; two failed rounds in a row are said in words.
  const live = () => {
    document.addEventListener("htmx:before:request", (event) => {
      if (document.hidden && event.target.closest?.("[data-live]")) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden || !window.htmx) return;
      for (const part of document.querySelectorAll("[data-live]")) window.htmx.trigger(part, "live");
    });
    const line = (part) => part.querySelector("[data-live-line]") ?? document.querySelector("[data-live-line]");
    const misses = new WeakMap();
    const failed = (part) => {
      const count = (misses.get(part) ?? 0) + 1;
      misses.set(part, count);
      const said = line(part);
      if (count < 2 || !said || "stale" in said.dataset) return;
      said.dataset.stale = "";
      said.setAttribute("role", "status");
      said.firstChild.textContent = `${said.dataset.wordsStale} `;
    };
    const answered = (part) => {
      misses.set(part, 0);
      const said = line(part);
      if (!said) return;
      if ("stale" in said.dataset) {
        delete said.dataset.stale;
        said.firstChild.textContent = `${said.dataset.wordsLive} `;
      }
      const time = said.querySelector("time");
      time.textContent = new Date().toLocaleTimeString(document.documentElement.lang, { hour12: false });
      time.dateTime = new Date().toISOString();
    };
    document.addEventListener("htmx:after:request", (event) => {
      const part = event.target.closest?.("[data-live]");
      if (!part) return;
      const status = event.detail.ctx?.response?.status ?? event.detail.ctx?.response?.raw?.status ?? 0;
      if (status && status < 500) answered(part);
      else failed(part);
    });
    // A session that ended answers with the sign-in page: show that page, not its text inside this one.
    document.addEventListener("htmx:before:response", (event) => {
      const answer = event.detail.ctx?.response?.raw;
      if (!answer?.redirected || !new URL(answer.url).pathname.startsWith("/accounts/login")) return;
      event.preventDefault();
      location.reload();
    });
    document.addEventListener("htmx:error", (event) => {
      const part = event.target.closest?.("[data-live]");
      if (part) failed(part);
    });
  };

  // Filters post themselves when a choice changes; the button stays for those who prefer it.
  const filters = () => {
    document.addEventListener("change", (event) => {
      const form = event.target.closest("form[data-filter]");
      if (form && event.target.matches("select")) form.requestSubmit();
    });
  };

  // A refused form puts the reader at its summary.
  const errors = () => {
    const summaries = document.querySelectorAll("[data-summary]");
    if (summaries.length === 1) summaries[0].querySelector("a")?.focus();
  };

  // A passkey that does not answer is a line on the page, not an error in the console.
  const passkeys = () => {
    const refused = document.getElementById("passkey-refused");
    document.addEventListener("allauth.error", (event) => {
      if (!refused) return;
      event.preventDefault();
      document.querySelector("main .card, main")?.prepend(refused);
      refused.hidden = false;
    });
  };

  // Signing out leaves nothing of the seat in the browser; what waits there to be sent is said first, once.
  const signOut = () => {
    const form = document.querySelector("form[data-waiting-words]");
    if (!form) return;
    document.addEventListener("submit", (event) => {
      if (event.target.action !== form.action) return;
      if (Number(localStorage.getItem("waiting")) > 0 && !("told" in form.dataset)) {
        event.preventDefault();
        form.dataset.told = "";
        const said = document.createElement("p");
        said.className = "notice notice--warning";
        said.setAttribute("role", "alert");
        said.textContent = form.dataset.waitingWords;
        event.target.before(said);
        return;
      }
      for (const name of Object.keys(localStorage)) {
        if (name.startsWith("seat:") || name === "waiting") localStorage.removeItem(name);
      }
      // Pages of an exercise that an observer's phone keeps.
      if (window.caches) caches.delete("live-pages").catch(() => {});
    });
  };

  // Another seat never opens, without a connection, a page that was kept for the one before it.
  const switchSeat = () => {
    document.addEventListener("submit", (event) => {
      if (window.caches && event.target.querySelector("button[name=seat]")) caches.delete("live-pages").catch(() => {});
    });
  };

  // On a phone the tabs lie in one row that scrolls; the one that stands open must be in sight.
  const tabs = () => {
    for (const here of document.querySelectorAll(".tabs [aria-current]")) {
      const row = here.closest(".tabs");
      row.scrollLeft += here.getBoundingClientRect().left - row.getBoundingClientRect().left - 24;
    }
  };

  const start = (root) => {
    for (const element of root.querySelectorAll("[data-toast]:not([data-counting])")) {
      element.dataset.counting = "";
      toast(element);
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    shortcuts();
    menus();
    live();
    filters();
    errors();
    passkeys();
    signOut();
    switchSeat();
    tabs();
    start(document);
  });
  document.addEventListener("htmx:after:swap", () => start(document));
})();
