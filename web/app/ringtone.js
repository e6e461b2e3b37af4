// SPDX-License-Identifier: MIT

const VOLUME = 0.06;
const INCOMING = { notes: [659.3, 830.6, 987.8], seconds: 3 };
const OUTGOING = { notes: [440], seconds: 4 };

/**
 * A soft bell, made on the spot. Browsers keep an AudioContext silent until the user has touched
 * the page; `unlock` is called from the log-in button, which counts.
 */
export class Ringtone {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  unlock() {
    if (!('AudioContext' in window)) return;
    this.#context ??= new AudioContext();
    void this.#context.resume().catch(() => {});
  }

  /** @param {'incoming' | 'outgoing'} direction */
  start(direction) {
    this.stop();
    const tune = direction === 'incoming' ? INCOMING : OUTGOING;
    this.#play(tune.notes);
    this.#timer = setInterval(() => this.#play(tune.notes), tune.seconds * 1000);
    if (direction === 'incoming') vibrate([300, 150, 300]);
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** @param {number[]} notes */
  #play(notes) {
    const context = this.#context;
    if (context?.state !== 'running') return;
    notes.forEach((frequency, index) => {
      const start = context.currentTime + index * 0.16;
      const tone = new OscillatorNode(context, { type: 'sine', frequency });
      const loudness = new GainNode(context, { gain: 0 });
      loudness.gain.setValueAtTime(0, start);
      loudness.gain.linearRampToValueAtTime(VOLUME, start + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.0001, start + 1.1);
      tone.connect(loudness).connect(context.destination);
      tone.start(start);
      tone.stop(start + 1.2);
    });
  }
}

/** @param {number[]} pattern */
function vibrate(pattern) {
  // Chromium logs an intervention when a page vibrates that nobody has touched yet.
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern);
}
