// SPDX-License-Identifier: MIT

import { element } from './element.js';

/** A question that needs an answer before a call can go on. */
export class Ask {
  #dialog = element('ask', HTMLDialogElement);
  #title = element('ask-title');
  #text = element('ask-text');
  #yes = element('ask-yes', HTMLButtonElement);

  /**
   * @param {{title: string, text: string, yes: string}} question
   * @returns {Promise<boolean>}
   */
  confirm({ title, text, yes }) {
    this.#title.textContent = title;
    this.#text.textContent = text;
    this.#yes.textContent = yes;
    this.#dialog.returnValue = '';
    this.#dialog.showModal();
    return new Promise((resolve) => {
      this.#dialog.addEventListener('close',
        () => resolve(this.#dialog.returnValue === 'yes'), { once: true });
    });
  }

  /** Takes the question back: the call it was about has ended. */
  withdraw() { if (this.#dialog.open) this.#dialog.close('no'); }
}
