// SPDX-License-Identifier: MIT

const PATIENCE_MS = 5000;
const KEY = 'signalbox-admin-token';

/** Asks the server, with the token that it may want. Whoever looks at the page types that in. */
export class Source {
  #form;

  /** @param {HTMLElement} form with a field `token` */
  constructor(form) { this.#form = /** @type {HTMLFormElement} */ (form); }

  /** @param {string} path @returns {Promise<string>} */
  async read(path) {
    const token = sessionStorage.getItem(KEY);
    const answer = await fetch(path, {
      headers: token ? { Authorization: `Bearer ${token}` } : {},
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.status === 401) {
      await this.#askForToken();
      return this.read(path);
    }
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.text();
  }

  async #askForToken() {
    const form = this.#form;
    form.hidden = false;
    await new Promise((resolve) => {
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        resolve(undefined);
      }, { once: true });
    });
    form.hidden = true;
    sessionStorage.setItem(KEY, String(new FormData(form).get('token')).trim());
    form.reset();
  }
}
