// Relative words beside the absolute ones: <time datetime data-relative> gets "(in 3 days)" in the page's language.
const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
const UNITS = [["day", 86_400_000], ["hour", 3_600_000], ["minute", 60_000]];

const tell = () => {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const distance = new Date(time.dateTime) - Date.now();
    const [unit, size] = UNITS.find(([, size]) => Math.abs(distance) >= size) ?? UNITS.at(-1);
    let span = time.nextElementSibling;
    if (!span?.matches("[data-distance]")) {
      span = document.createElement("span");
      span.dataset.distance = "";
      span.className = "soft";
      time.after(" ", span);
    }
    span.textContent = `(${words.format(Math.trunc(distance / size), unit)})`;
  }
};

tell();
setInterval(tell, 60_000);
