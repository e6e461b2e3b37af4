// SPDX-License-Identifier: MIT

/** Messages that are sent in a burst are confirmed by one ping. */
const GATHER_MS = 1000;

/** A network that is gone without a word, as after a suspend, is noticed after that time. */
const ANSWER_DEADLINE_MS = 10_000;

/**
 * Asks the server whether it is there: soon after something was sent, and at once when the browser
 * was offline or asleep. Browsers themselves notice a dead connection after minutes only.
 */
export class Pulse {
  #ping;
  #dead;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #asked = false;

  /**
   * @param {() => void} ping
   * @param {() => void} dead no answer came
   */
  constructor(ping, dead) {
    this.#ping = ping;
    this.#dead = dead;
  }

  /** There is something to confirm. */
  sent() {
    if (this.#timer === undefined) this.#timer = setTimeout(() => this.ask(), GATHER_MS);
  }

  ask() {
    if (this.#asked) return;
    this.stop();
    this.#asked = true;
    this.#timer = setTimeout(() => {
      this.stop();
      this.#dead();
    }, ANSWER_DEADLINE_MS);
    this.#ping();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asked = false;
  }
}
