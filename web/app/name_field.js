// SPDX-License-Identifier: MIT

import { element } from './element.js';
import { tidyName } from './call_link.js';

const MAX_BYTES = 128;

/** A field for a name with its place for what is wrong with it. */
export class NameField {
  #input;
  #error;

  /**
   * @param {string} inputId
   * @param {string} errorId
   */
  constructor(inputId, errorId) {
    this.#input = element(inputId, HTMLInputElement);
    this.#error = element(errorId);
    this.#input.addEventListener('input', () => this.complain(''));
  }

  get value() { return tidyName(this.#input.value); }
  set value(name) { this.#input.value = name; }

  /** The name, or '' after having said what is wrong with it. */
  read() {
    const name = this.value;
    if (!name) this.complain('Type a name first.');
    else if (new TextEncoder().encode(name).length > MAX_BYTES) {
      this.complain(`That name is too long: ${MAX_BYTES} bytes are the limit.`);
    } else return name;
    return '';
  }

  /** @param {string} sentence '' takes the complaint back */
  complain(sentence) {
    this.#error.hidden = !sentence;
    this.#error.textContent = sentence;
    if (!sentence) { this.#input.removeAttribute('aria-invalid'); return; }
    this.#input.setAttribute('aria-invalid', 'true');
    this.#input.focus();
    this.#input.select();
  }
}
