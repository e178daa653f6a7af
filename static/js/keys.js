// Small comforts: "/" goes to search, an open drop-down closes on Escape and on a click elsewhere.
const typing = "input, textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const open of document.querySelectorAll("details[data-closes][open]")) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  }
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key === "/" && plain && !event.target.closest(typing)) {
    const box = document.querySelector("main input[type='search']") ?? document.querySelector("[data-search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    if (box.matches("a")) box.click();
  }
});

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details[data-closes][open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
