// Lets the clock of an exercise tick between two questions to the server; without it the page shows how it stood.
(() => {
  "use strict";
  const words = (seconds) => {
    const two = (number) => String(number).padStart(2, "0");
    return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  };
  const begun = new WeakMap();
  setInterval(() => {
    for (const clock of document.querySelectorAll("[data-elapsed]")) {
      const said = clock.dataset.elapsed;
      const known = begun.get(clock);
      if (!known || known.said !== said) begun.set(clock, { said, at: performance.now() });
      if (clock.dataset.state !== "running") continue;
      const passed = Number(said) + Math.floor((performance.now() - begun.get(clock).at) / 1000);
      clock.querySelector("[role=timer]").textContent = words(passed);
    }
  }, 1000);
})();
