// SPDX-License-Identifier: MIT

/** Tells every second how many are left, the last time with 0. */
export class Countdown {
  #tell;
  #endsAt = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /** @param {(seconds: number) => void} tell */
  constructor(tell) { this.#tell = tell; }

  /** @param {number} milliseconds */
  start(milliseconds) {
    this.stop();
    this.#endsAt = performance.now() + milliseconds;
    this.#timer = setInterval(() => this.#tick(), 1000);
    this.#tick();
  }

  stop() { clearInterval(this.#timer); }

  #tick() {
    const left = Math.ceil((this.#endsAt - performance.now()) / 1000);
    if (left <= 0) this.stop();
    this.#tell(Math.max(0, left));
  }
}
