// SPDX-License-Identifier: MIT

import { element, initial } from './element.js';

/** Somebody rings: who, and the three answers. Escape declines. */
export class RingView {
  #dialog = element('ring', HTMLDialogElement);
  #phone;
  #ringtone;
  #title;
  #announcer;

  /**
   * @param {object} parts
   * @param {import('./phone.js').Phone} parts.phone
   * @param {import('./ringtone.js').Ringtone} parts.ringtone
   * @param {import('./title.js').Title} parts.title
   * @param {import('./announcer.js').Announcer} parts.announcer
   */
  constructor({ phone, ringtone, title, announcer }) {
    this.#phone = phone;
    this.#ringtone = ringtone;
    this.#title = title;
    this.#announcer = announcer;
    element('accept').addEventListener('click', () => { this.#accept(true); });
    element('accept-voice').addEventListener('click', () => { this.#accept(false); });
    element('decline').addEventListener('click', () => phone.decline());
    this.#dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      phone.decline();
    });
    phone.addEventListener('change', () => this.#update());
  }

  /** @param {boolean} withCamera */
  #accept(withCamera) {
    this.#ringtone.unlock();
    void this.#phone.accept(withCamera);
  }

  #update() {
    const { phase, username } = this.#phone;
    const rings = phase === 'incoming';
    if (rings === this.#dialog.open) return;
    if (!rings) {
      this.#dialog.close();
      this.#ringtone.stop();
      this.#title.show();
      return;
    }
    element('ring-name').textContent = username;
    element('ring-face').textContent = initial(username);
    this.#dialog.showModal();
    this.#ringtone.start('incoming');
    this.#title.flash(`${username} is calling`);
    this.#announcer.say(`${username} is calling.`);
  }
}
