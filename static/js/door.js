// At the door a tone goes with the words: one high for "checked in", two for "already", one low for "not let in".
const TONES = { ok: [880], already: [660, 660], wrong: [196] };
let sound;

const play = (result) => {
  sound ??= new AudioContext();
  (TONES[result] ?? []).forEach((pitch, position) => {
    const tone = sound.createOscillator();
    const begins = sound.currentTime + position * 0.2;
    tone.frequency.value = pitch;
    tone.connect(sound.destination);
    tone.start(begins);
    tone.stop(begins + (result === "wrong" ? 0.5 : 0.15));
  });
};

// Without a key or button pressed in this page browsers play nothing: only what comes by htmx sounds.
document.addEventListener("htmx:afterSettle", () => {
  const result = document.querySelector("[data-result]")?.dataset.result;
  if (result) play(result);
  document.querySelector("#door [autofocus]")?.focus();
});
