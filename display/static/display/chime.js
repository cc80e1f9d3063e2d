/**
 * Two soft bells, made of sine tones by the page itself: no sound file, no licence, the same on every machine.
 * A bell is its base tone with fainter, faster fading overtones.
 */

/** @typedef {{ hertz: number, startsAt: number, loudness: number, seconds: number }} Tone */

const BELLS = [
  { hertz: 659.26, startsAt: 0 },
  { hertz: 523.25, startsAt: 0.55 },
];
const OVERTONES = [
  { ratio: 1, loudness: 0.3, seconds: 1.7 },
  { ratio: 2, loudness: 0.11, seconds: 0.9 },
  { ratio: 3.01, loudness: 0.05, seconds: 0.5 },
  { ratio: 4.2, loudness: 0.025, seconds: 0.25 },
];
const ATTACK_SECONDS = 0.008;
/** An exponential fade cannot reach zero: this is below what anyone hears. */
const SILENCE = 0.0001;

/** @returns {Tone[]} every tone of the chime; times in seconds from its start */
export function chimeTones() {
  return BELLS.flatMap((bell) =>
    OVERTONES.map(({ ratio, loudness, seconds }) => ({
      hertz: bell.hertz * ratio,
      startsAt: bell.startsAt,
      loudness,
      seconds,
    })),
  );
}

/** How long the chime rings, in seconds. */
export function chimeSeconds() {
  return Math.max(...chimeTones().map(({ startsAt, seconds }) => startsAt + seconds));
}

/** @param {BaseAudioContext} audio */
export function ringChime(audio) {
  for (const tone of chimeTones()) ringTone(audio, tone);
}

/** @param {BaseAudioContext} audio @param {Tone} tone */
function ringTone(audio, tone) {
  const startsAt = audio.currentTime + tone.startsAt;
  const endsAt = startsAt + tone.seconds;
  const oscillator = new OscillatorNode(audio, { frequency: tone.hertz });
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(SILENCE, startsAt);
  volume.gain.exponentialRampToValueAtTime(tone.loudness, startsAt + ATTACK_SECONDS);
  volume.gain.exponentialRampToValueAtTime(SILENCE, endsAt);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(startsAt);
  oscillator.stop(endsAt);
}
