// SPDX-License-Identifier: MIT

import { element, initial } from './element.js';
import { callLink } from './call_link.js';
import { NameField } from './name_field.js';

const SECOND_WINDOW = 'popup,noopener,width=520,height=820';

/** Logged in and idle: whom to call, the link that lets others call, and how to try it alone. */
export class LobbyView {
  #field = new NameField('call-name-input', 'call-error');
  #link = element('call-link', HTMLInputElement);
  #second = element('second-window', HTMLAnchorElement);
  #announcer;
  #username = '';

  /**
   * @param {object} parts
   * @param {import('./announcer.js').Announcer} parts.announcer
   * @param {(username: string, withCamera: boolean) => void} parts.onCall
   * @param {() => void} parts.onLogOut
   */
  constructor({ announcer, onCall, onLogOut }) {
    this.#announcer = announcer;
    element('call-form').addEventListener('submit', (event) => {
      event.preventDefault();
      const { submitter } = /** @type {SubmitEvent} */ (event);
      this.#call(onCall, submitter?.id !== 'call-voice');
    });
    // Enter presses a form's first button, which is the voice one: here it means a call with both.
    element('call-name-input').addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      this.#call(onCall, true);
    });
    element('log-out').addEventListener('click', onLogOut);
    element('copy-link').addEventListener('click', () => { void this.copyLink(); });
    this.#link.addEventListener('focus', () => this.#link.select());
    this.#second.addEventListener('click', (event) => {
      event.preventDefault();
      window.open(this.#second.href, '_blank', SECOND_WINDOW);
    });
    this.#offerSharing();
  }

  /** @param {string} username who is logged in here */
  show(username) {
    this.#username = username;
    this.#link.value = callLink(username);
    this.#second.href = callLink(username);
    element('account-name').textContent = username;
    element('panel-callee').textContent = username;
    element('panel-my-name', SVGElement).textContent = username;
    element('panel-my-initial', SVGElement).textContent = initial(username);
    element('panel-their-name', SVGElement).textContent = 'second window';
    element('panel-their-initial', SVGElement).textContent = '?';
  }

  /** @param {string} username */
  propose(username) { this.#field.value = username; }

  async copyLink() {
    const label = element('copy-link').querySelector('span');
    if (!label) return;
    label.textContent = await copy(this.#link) ? 'Copied' : 'Press Ctrl+C';
    this.#announcer.say(label.textContent);
    setTimeout(() => { label.textContent = 'Copy'; }, 2500);
  }

  /**
   * @param {(username: string, withCamera: boolean) => void} onCall
   * @param {boolean} withCamera
   */
  #call(onCall, withCamera) {
    const name = this.#field.read();
    if (name === this.#username && name) {
      this.#field.complain('That is you. Open a second window and take another name there.');
    } else if (name) onCall(name, withCamera);
  }

  #offerSharing() {
    const share = element('share-link');
    share.hidden = !navigator.share;
    share.addEventListener('click', () => {
      // Rejects when the user closes the sheet: nothing to say then.
      navigator.share({ title: `Call ${this.#username}`, url: this.#link.value }).catch(() => {});
    });
  }
}

/**
 * @param {HTMLInputElement} field
 * @returns {Promise<boolean>} false where the clipboard is closed; the text is selected then
 */
async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return false;
  }
}
