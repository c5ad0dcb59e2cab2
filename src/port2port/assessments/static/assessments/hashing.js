// The SHA-256 of a file that stays where it is: read on this device, never sent. Without script the field is typed.
(() => {
  "use strict";
  if (!window.crypto?.subtle) return;
  for (const part of document.querySelectorAll("[data-hash-of]")) {
    const target = document.getElementById(part.dataset.hashOf);
    const chosen = part.querySelector("input[type=file]");
    if (!target || !chosen) continue;
    part.hidden = false;
    chosen.addEventListener("change", async () => {
      const file = chosen.files[0];
      if (!file) return;
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      target.value = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      chosen.value = "";
    });
  }
})();
