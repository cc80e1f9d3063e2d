/** The page's loudspeaker. A browser keeps it asleep until somebody touches the page, unless it is started as a kiosk. */
import { ringChime } from "./chime.js";

/** @param {(silent: boolean) => void} onChange tells whether a touch is wanted */
export function createSound(onChange) {
  const audio = new AudioContext();
  const wake = () => void audio.resume();
  const tell = () => onChange(audio.state !== "running");
  audio.addEventListener("statechange", tell);
  document.addEventListener("pointerdown", wake);
  document.addEventListener("keydown", wake);
  tell();

  return {
    wake,
    /** Tones that a sleeping loudspeaker collects would all sound at once when it wakes, so they are left out. */
    ring() {
      if (audio.state === "running") ringChime(audio);
    },
  };
}
