// SPDX-License-Identifier: MIT

import { SignalboxError } from './error.js';

/** As much as the server keeps for a client that is away. What would be more is refused, aloud. */
const MAX_KEPT = 256;
const MAX_KEPT_BYTES = 256 * 1024;

/** The application's own messages may take that part; calls must go on. */
const APPLICATION_PART = 0.75;

/**
 * @import { Message } from './connection.js'
 *
 * @typedef {object} Kept a message that the server is not known to have taken
 * @property {string} text
 * @property {string} type
 * @property {string} otherUsername
 * @property {boolean} written to a connection; whether it arrived there is not known
 *
 * @typedef {{ token: string | null, received: number, confirmed: number, kept: Kept[] }} Saved
 */

/**
 * What makes messages arrive exactly once and in order over any number of connections: the token
 * of the server's session, how many messages each side has taken of the other's, and those of our
 * own that the server isn't known to have taken. Knows nothing of sockets.
 */
export class Delivery {
  /** @type {string | null} */
  #token;
  #received;
  /** How many of our messages the server has certainly taken. */
  #confirmed;
  /** Those that came after, in order. @type {Kept[]} */
  #kept;
  #bytes = 0;

  /** @param {Saved} [saved] what another page of this tab has left */
  constructor(saved) {
    this.#token = saved?.token ?? null;
    this.#received = saved?.received ?? 0;
    this.#confirmed = saved?.confirmed ?? 0;
    this.#kept = saved?.kept ?? [];
    this.#count();
  }

  /** Whether the server keeps the session when the connection is lost. */
  get resumable() { return this.#token !== null; }

  /** What the next login asks for. */
  get resume() {
    return this.#token === null ? true : { token: this.#token, received: this.#received };
  }

  /** Whether the server may still lack something that was written to a connection. */
  get unconfirmed() { return this.resumable && this.#kept.some(({ written }) => written); }

  /** @returns {Saved} */
  save() {
    return {
      token: this.#token, received: this.#received, confirmed: this.#confirmed, kept: this.#kept,
    };
  }

  /** Every message counts but answers to logins. */
  countReceived() { this.#received += 1; }

  /**
   * Takes a message to be written; see take().
   *
   * @param {Message} message
   */
  keep(message) {
    const { type, otherUsername } = message;
    const text = JSON.stringify(message);
    const bytes = byteLength(text);
    const part = type === 'message' ? APPLICATION_PART : 1;
    const [count, size] = [this.#kept.length + 1, this.#bytes + bytes];
    if (count > MAX_KEPT * part || size > MAX_KEPT_BYTES * part) {
      throw new SignalboxError('queue_full', `The ${type} for ${otherUsername} wasn't sent: ` +
        `${this.#kept.length} messages wait for the server already. Wait for a 'login' event.`);
    }
    this.#add({ type, otherUsername, text, written: false }, bytes);
  }

  /** Takes a ping, whose answer confirms what was sent before; the bounds can't refuse it. */
  keepPing() {
    const id = this.#confirmed + this.#kept.length + 1;
    const text = JSON.stringify({ type: 'ping', id });
    this.#add({ type: 'ping', otherUsername: '', text, written: false }, byteLength(text));
  }

  /** What is to be written now. @returns {string[]} */
  take() {
    const due = this.#kept.filter(({ written }) => !written);
    for (const each of due) each.written = true;
    if (!this.resumable) this.#forget(this.#kept.length); // Nobody will ever confirm it.
    return due.map(({ text }) => text);
  }

  /** @param {number} count of our messages that the server has taken in this session */
  confirm(count) { this.#forget(count - this.#confirmed); }

  /**
   * After a resume, take() returns again what the server has not taken. In a session that is new
   * to the server, calls make new offers, so only the application's own messages stay, unless the
   * old session may have taken them.
   *
   * @param {Message} answer to a login
   * @returns {{ resumed: boolean, inDoubt: Kept[] }}
   */
  loggedIn({ resume, resumed, received }) {
    const goesOn = this.resumable && resumed === true;
    this.#token = typeof resume?.token === 'string' ? resume.token : null;
    if (goesOn) {
      this.confirm(received);
      this.#kept = this.#kept.filter(({ type }) => type !== 'ping');
      for (const each of this.#kept) each.written = false;
      this.#count();
      return { resumed: true, inDoubt: [] };
    }
    const { waiting, inDoubt } = this.#ofApplication();
    this.#kept = waiting;
    this.#received = 0;
    this.#confirmed = 0;
    this.#count();
    return { resumed: false, inDoubt };
  }

  /** What the application has sent in vain if there is no other login. @returns {Kept[]} */
  get undelivered() {
    const { waiting, inDoubt } = this.#ofApplication();
    return [...inDoubt, ...waiting];
  }

  #ofApplication() {
    const own = this.#kept.filter(({ type }) => type === 'message');
    return {
      waiting: own.filter(({ written }) => !written),
      inDoubt: own.filter(({ written }) => written),
    };
  }

  /**
   * @param {Kept} message
   * @param {number} bytes
   */
  #add(message, bytes) {
    this.#kept.push(message);
    this.#bytes += bytes;
  }

  /** @param {number} count of the oldest */
  #forget(count) {
    if (!(count > 0)) return; // A pong of an earlier connection, or no number at all.
    this.#confirmed += this.#kept.splice(0, count).length;
    this.#count();
  }

  #count() {
    this.#bytes = this.#kept.reduce((sum, { text }) => sum + byteLength(text), 0);
  }
}

/** @param {string} text */
function byteLength(text) { return new TextEncoder().encode(text).length; }
