// A file that is too large, or of a kind that is not taken, is named before it is sent. The server decides again.
const inMegabytes = (bytes) => (bytes / 1_048_576).toFixed(1);

for (const input of document.querySelectorAll("input[type='file'][data-at-most]")) {
  const state = document.createElement("ul");
  state.setAttribute("role", "status");
  state.className = "meta";
  input.after(state);

  input.addEventListener("change", () => {
    const atMost = Number(input.dataset.atMost);
    const kinds = (input.accept || "").split(",").filter(Boolean);
    state.replaceChildren();
    for (const file of input.files) {
      const fits = file.size <= atMost;
      const isKnown = !kinds.length || kinds.some((kind) => file.name.toLowerCase().endsWith(kind.trim()));
      const line = document.createElement("li");
      const name = document.createElement("bdi");
      name.textContent = file.name;
      const words = fits && isKnown ? `${inMegabytes(file.size)} MB` : input.dataset[fits ? "wrongKind" : "tooLarge"];
      line.append(name, ` – ${words}`);
      state.append(line);
      input.setCustomValidity(fits && isKnown ? "" : words);
    }
  });
}
