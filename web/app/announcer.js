// SPDX-License-Identifier: MIT

import { element } from './element.js';

/** Says what happens to those who listen to the page instead of looking at it. */
export class Announcer {
  #region = element('announcer');

  /** @param {string} sentence */
  say(sentence) {
    // The same text twice in a row is no change of the region and would not be read.
    this.#region.textContent = this.#region.textContent === sentence ? `${sentence}\u00a0` : sentence;
  }
}
