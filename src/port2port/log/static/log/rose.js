// Turns a number of degrees into a compass rose: drag or tap it, or turn it with the keys. The number field stays the
// one that is sent, and works by itself where this script does not run.
(() => {
  "use strict";
  const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 15, PageDown: -15 };
  const turned = (degrees) => ((Math.round(degrees) % 360) + 360) % 360;

  const bring = (rose) => {
    const input = rose.querySelector("input");
    const dial = rose.querySelector("[data-rose-dial]");
    const needle = rose.querySelector("[data-rose-needle]");
    const spoken = rose.querySelector("[data-rose-words]");
    const points = rose.dataset.points.split("|");

    const degrees = () => (/^\d{1,3}$/.test(input.value.trim()) && input.valueAsNumber < 360 ? input.valueAsNumber : null);
    const words = (value) =>
      rose.dataset.words.replace("%(degrees)d", value).replace("%(point)s", points[Math.round(value / 45) % points.length]);

    const show = () => {
      const value = degrees();
      const said = value === null ? rose.dataset.unsaid : words(value);
      dial.setAttribute("aria-valuenow", value ?? 0);
      dial.setAttribute("aria-valuetext", said);
      rose.toggleAttribute("data-unset", value === null);
      needle.setAttribute("transform", `rotate(${value ?? 0})`);
      spoken.value = said;
    };

    const set = (value) => {
      input.value = value === null ? "" : turned(value);
      input.dispatchEvent(new Event("change", { bubbles: true }));
      show();
    };

    const point = (event) => {
      const box = dial.getBoundingClientRect();
      const east = event.clientX - box.left - box.width / 2;
      const south = event.clientY - box.top - box.height / 2;
      // In the middle the direction of a finger is chance.
      if (Math.hypot(east, south) > box.width / 20) set((Math.atan2(east, -south) * 180) / Math.PI);
    };

    dial.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const value = degrees();
      if (event.key in KEYS) set((value ?? 0) + (value === null && Math.abs(KEYS[event.key]) === 1 ? 0 : KEYS[event.key]));
      else if (event.key === "Home") set(0);
      else if (event.key === "End") set(359);
      else if (event.key === "Delete" || event.key === "Backspace") set(null);
      else return;
      event.preventDefault();
    });
    dial.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      dial.setPointerCapture(event.pointerId);
      dial.focus({ preventScroll: true });
      point(event);
      event.preventDefault();
    });
    dial.addEventListener("pointermove", (event) => {
      if (dial.hasPointerCapture(event.pointerId)) point(event);
    });
    input.addEventListener("input", show);

    dial.setAttribute("aria-label", rose.closest(".field")?.querySelector("label")?.firstChild?.textContent.trim() ?? input.name);
    if (input.hasAttribute("aria-describedby")) dial.setAttribute("aria-describedby", input.getAttribute("aria-describedby"));
    dial.hidden = spoken.hidden = false;
    show();
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-rose]").forEach(bring));
})();
