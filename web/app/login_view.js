// SPDX-License-Identifier: MIT

import { element, initial } from './element.js';
import { NameField } from './name_field.js';
import { loginWords } from './words.js';

/** Names proposed to the second window of somebody who tries the page alone. */
const STAND_INS = ['bob', 'carol'];

/** The first screen: it asks for a name, and says whom the call link will ring. */
export class LoginView {
  #session;
  #announcer;
  #field = new NameField('login-name', 'login-error');
  #submit = element('login-submit', HTMLButtonElement);

  /**
   * @param {object} parts
   * @param {import('./session.js').Session} parts.session
   * @param {import('./announcer.js').Announcer} parts.announcer
   * @param {string} parts.callee whom a call link names, or ''
   * @param {() => void} parts.onPress runs inside the user's gesture
   * @param {(answer: {version?: string}) => void} parts.onLogin
   */
  constructor({ session, announcer, callee, onPress, onLogin }) {
    this.#session = session;
    this.#announcer = announcer;
    this.#field.value = proposedName(session.lastName, callee);
    if (callee) this.#nameCallee(callee);
    // Before this line Enter would send the form to nowhere.
    this.#submit.disabled = false;
    element('login-form').addEventListener('submit', (event) => {
      event.preventDefault();
      onPress();
      const name = this.#field.read();
      if (name === callee && callee) this.#field.complain('That is whom you want to call.');
      else if (name) void this.#login(() => session.login(name), name).then((a) => a && onLogin(a));
    });
  }

  /** After a reload: the name is still known. */
  async resume() {
    const name = this.#session.resumable;
    this.#field.value = name;
    return this.#login(() => this.#session.resume(), name);
  }

  /**
   * @param {() => Promise<{version?: string}>} attempt
   * @param {string} name
   */
  async #login(attempt, name) {
    if (this.#submit.disabled) return null;
    this.#submit.disabled = true;
    try {
      return await attempt();
    } catch (error) {
      const sentence = loginWords(/** @type {{code?: string}} */ (error), name);
      this.#session.forget();
      this.#field.complain(sentence);
      this.#announcer.say(sentence);
      return null;
    } finally {
      this.#submit.disabled = false;
    }
  }

  /** @param {string} callee */
  #nameCallee(callee) {
    const name = document.createElement('bdi');
    name.textContent = callee;
    element('login-title').replaceChildren('Call ', name, '.');
    element('login-lead').textContent = 'You opened a call link. Say who you are, and it rings.'
      + ' The browser will ask for your camera and microphone.';
    this.#submit.textContent = 'Call';
    element('login-name', HTMLInputElement).placeholder = STAND_INS.find((n) => n !== callee) ?? '';
    element('panel-my-name', SVGElement).textContent = 'you';
    element('panel-my-initial', SVGElement).textContent = '?';
    element('panel-their-name', SVGElement).textContent = callee;
    element('panel-their-initial', SVGElement).textContent = initial(callee);
  }
}

/**
 * @param {string} last the name last used in this browser
 * @param {string} callee
 */
function proposedName(last, callee) {
  if (last && last !== callee) return last;
  return last ? STAND_INS.find((name) => name !== callee) ?? '' : '';
}
