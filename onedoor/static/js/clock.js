/**
 * The server's time in the page. A kiosk's own clock may be wrong, and a demonstration day runs faster than the wall's;
 * so the page adds what its monotonic clock counts, times the server's speed, to the newest time heard.
 */

/** @typedef {ReturnType<typeof createClock>} Clock */

/** @param {() => number} monotonic milliseconds that never jump */
export function createClock(monotonic = () => performance.now()) {
  let base = Date.now();
  let heardAt = monotonic();
  let speed = 1;

  return {
    /** @param {string} now ISO 8601 in UTC @param {number} [serverSpeed] seconds that pass in a second */
    set(now, serverSpeed = 1) {
      base = Date.parse(now);
      heardAt = monotonic();
      speed = serverSpeed;
    },
    /** Milliseconds since 1970 by the server's clock. */
    now() {
      return base + (monotonic() - heardAt) * speed;
    },
    /** Seconds since an ISO time by the server's clock. @param {string} instant */
    secondsSince(instant) {
      return (this.now() - Date.parse(instant)) / 1000;
    },
  };
}
