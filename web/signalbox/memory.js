// SPDX-License-Identifier: MIT

/** @import { Saved } from './delivery.js' */

/**
 * What a page leaves for the next one in its tab, so that a reload goes on where it was: written
 * when the page goes, and taken once. A tab that is duplicated meanwhile gets no token with which
 * it would throw the first one out.
 */
export class Memory {
  #prefix;

  /** @param {string} url of the server */
  constructor(url) { this.#prefix = `signalbox ${url} `; }

  /**
   * @param {string} username
   * @param {Saved} saved
   */
  leave(username, saved) {
    // A browser that blocks site data throws; a reload is a new login then.
    try { sessionStorage.setItem(this.#prefix + username, JSON.stringify(saved)); } catch {}
  }

  /**
   * @param {string} username
   * @returns {Saved | undefined}
   */
  take(username) {
    const key = this.#prefix + username;
    try {
      const saved = JSON.parse(sessionStorage.getItem(key) ?? 'null');
      sessionStorage.removeItem(key);
      return saved ?? undefined;
    } catch {
      return undefined;
    }
  }
}
