// SPDX-License-Identifier: MIT

const HERE = 'signalbox.loggedIn';
const LAST = 'signalbox.lastName';
const ATTEMPTS_AFTER_RELOAD = 4;
const PAUSE_MS = 600;

/**
 * Who is logged in here. A reload logs in again by itself (the tab remembers); a new window asks,
 * and proposes the last name used in this browser.
 */
export class Session {
  #signalbox;

  /** @param {import('../signalbox.js').Signalbox} signalbox */
  constructor(signalbox) { this.#signalbox = signalbox; }

  get username() { return this.#signalbox.username ?? ''; }
  get lastName() { return read('localStorage', LAST); }
  get resumable() { return read('sessionStorage', HERE); }

  /** @param {string} username */
  async login(username) {
    const answer = await this.#signalbox.login(username);
    write('sessionStorage', HERE, username);
    write('localStorage', LAST, username);
    return answer;
  }

  /** Logs in as before the reload; the server may take a moment to notice that we had left. */
  async resume() {
    const username = this.resumable;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.login(username);
      } catch (error) {
        const taken = /** @type {{code?: string}} */ (error).code === 'username_taken';
        if (!taken || attempt === ATTEMPTS_AFTER_RELOAD) throw error;
        await new Promise((resolve) => { setTimeout(resolve, PAUSE_MS); });
      }
    }
  }

  logOut() {
    this.forget();
    this.#signalbox.close();
  }

  forget() { write('sessionStorage', HERE, ''); }
}

/**
 * A browser that blocks site data throws on any access to it; the page works without memory.
 *
 * @param {'localStorage' | 'sessionStorage'} storage
 * @param {string} key
 */
function read(storage, key) {
  try { return window[storage].getItem(key) ?? ''; } catch { return ''; }
}

/**
 * @param {'localStorage' | 'sessionStorage'} storage
 * @param {string} key
 * @param {string} value
 */
function write(storage, key, value) {
  try {
    if (value) window[storage].setItem(key, value); else window[storage].removeItem(key);
  } catch { /* no memory then */ }
}
