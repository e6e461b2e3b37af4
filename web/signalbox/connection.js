// SPDX-License-Identifier: MIT

import { SignalboxError } from './error.js';
import { backOff, openSocket, pause } from './socket.js';

/**
 * @typedef {'closed' | 'connecting' | 'open' | 'reconnecting'} SignalboxState
 *
 * @typedef {Record<string, any>} Message what came over the wire, of any shape
 *
 * @typedef {object} ConnectionEvents
 * @property {(message: Message) => void} message anything but the answer to a login
 * @property {() => void} stateChange
 * @property {(answer: Message) => void} login after every reconnect too
 * @property {(forGood: boolean) => void} lost
 * @property {(error: SignalboxError) => void} error what no promise reports
 */

const LOGIN_DEADLINE_MS = 10_000;

/** A connection that lived this long was a good one: the next loss starts with a short wait. */
const STABLE_MS = 10_000;

/** The server may need that long to notice that the old connection, and so the name, is free. */
const NAME_TAKEN_MS = 100_000;

/** The connection to the server, with a login that survives the loss of a WebSocket. */
export class Connection {
  #url;
  #reconnects;
  #events;

  /** @type {SignalboxState} */
  #state = 'closed';
  /** @type {string | null} */
  #username = null;
  /** @type {WebSocket | null} */
  #socket = null;
  /** Pending or settled: the way to 'open'. @type {Promise<void>} */
  #opened = Promise.resolve();
  /** Aborted by close(). */
  #closing = new AbortController();
  /** @type {{ resolve: (answer: Message) => void, reject: (error: Error) => void } | null} */
  #pendingLogin = null;
  #loggedInAt = 0;
  #failures = 0;

  /**
   * @param {string} url
   * @param {boolean} reconnects
   * @param {ConnectionEvents} events
   */
  constructor(url, reconnects, events) {
    this.#url = url;
    this.#reconnects = reconnects;
    this.#events = events;
  }

  get state() { return this.#state; }

  /** Kept while reconnecting. */
  get username() { return this.#username; }

  async connect() {
    if (this.#state === 'closed') {
      const { signal } = this.#closing = new AbortController();
      this.#setState('connecting');
      this.#opened = this.#open(signal).then(() => this.#setState('open'), (error) => {
        if (!signal.aborted) this.#shut();
        throw error;
      });
    }
    await this.#opened;
  }

  /**
   * @param {string} username
   * @returns {Promise<Message>}
   */
  async login(username) {
    if (typeof username !== 'string' || username === '') {
      throw new SignalboxError('username_invalid', 'login() needs a name: 1 to 128 bytes of text.');
    }
    if (this.#username !== null) {
      throw new SignalboxError('already_logged_in', `Already logged in as ${this.#username}. For ` +
        'another name call close() first, or make a second Signalbox.');
    }
    await this.connect();
    try {
      return await this.#login(username);
    } catch (error) {
      // A late answer would log in a client that no longer expects it.
      if (error instanceof SignalboxError && error.code === 'timeout') this.#shut();
      throw error;
    }
  }

  close() {
    this.#closing.abort();
    this.#shut();
  }

  /**
   * Without a server, nothing is kept: every call makes a new offer once it is back.
   *
   * @param {Message} message
   */
  send(message) {
    if (this.#state === 'open') this.#socket?.send(JSON.stringify(message));
  }

  /** @param {AbortSignal} signal */
  async #open(signal) {
    const socket = await openSocket(this.#url, signal);
    socket.addEventListener('message', ({ data }) => {
      if (socket === this.#socket) this.#receive(data);
    });
    socket.addEventListener('close', ({ code, reason }) => {
      if (socket === this.#socket) this.#lost(code, reason);
    });
    this.#socket = socket;
  }

  /**
   * @param {string} username
   * @returns {Promise<Message>}
   */
  async #login(username) {
    if (this.#pendingLogin) {
      throw new SignalboxError('invalid_state', 'A login is under way already: await it first.');
    }
    if (!this.#socket) {
      throw new SignalboxError('connection_closed', 'The connection was lost. Try again.');
    }
    let deadline;
    try {
      const answer = await new Promise((resolve, reject) => {
        this.#pendingLogin = { resolve, reject };
        deadline = setTimeout(() => reject(new SignalboxError('timeout',
          `The server didn't answer the login within ${LOGIN_DEADLINE_MS / 1000} seconds.`)),
        LOGIN_DEADLINE_MS);
        this.#socket?.send(JSON.stringify({ type: 'login', username }));
      });
      this.#loggedIn(answer.username ?? username, answer);
      return answer;
    } finally {
      clearTimeout(deadline);
      this.#pendingLogin = null;
    }
  }

  /**
   * @param {string} username
   * @param {Message} answer
   */
  #loggedIn(username, answer) {
    this.#username = username;
    this.#loggedInAt = performance.now();
    this.#setState('open');
    this.#events.login(answer);
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  #lost(code, reason) {
    this.#socket = null;
    this.#pendingLogin?.reject(new SignalboxError('connection_closed',
      `The server closed the connection during the login (${code} ${reason}).`));
    if (this.#state !== 'open') return; // #reconnect() is at work, and hears of it by the login.
    if (this.#username === null || !this.#reconnects) return this.#lostForGood();
    if (performance.now() - this.#loggedInAt > STABLE_MS) this.#failures = 0;
    this.#setState('reconnecting');
    this.#opened = this.#reconnect(this.#username);
    this.#opened.catch(() => {}); // Whoever awaits connect() hears it; nobody has to.
    this.#events.lost(false);
  }

  #lostForGood() {
    this.#shut();
    this.#events.lost(true);
  }

  /** @param {string} username */
  async #reconnect(username) {
    const { signal } = this.#closing;
    const lostAt = performance.now();
    for (;;) {
      await pause(backOff(this.#failures++), signal);
      try {
        await this.#open(signal);
        await this.#login(username);
        return;
      } catch (error) {
        if (signal.aborted) throw error;
        this.#disconnect();
        if (!isFinal(error, performance.now() - lostAt)) continue;
        this.#lostForGood();
        this.#events.error(/** @type {SignalboxError} */ (error));
        throw error;
      }
    }
  }

  #disconnect() {
    const socket = this.#socket;
    this.#socket = null; // Its events are none of our business any more.
    socket?.close();
  }

  #shut() {
    this.#disconnect();
    this.#pendingLogin?.reject(new SignalboxError('connection_closed', 'close() was called.'));
    this.#username = null;
    this.#setState('closed');
  }

  /** @param {string} data */
  #receive(data) {
    let message;
    try {
      message = JSON.parse(data);
    } catch (cause) {
      return this.#events.error(new SignalboxError('invalid_json', "The server sent what isn't " +
        `JSON. Is ${this.#url} the address of a Signalbox server?`, { cause }));
    }
    const error = message?.error ?? message;
    if (message?.type === 'login' && message.success) {
      this.#pendingLogin?.resolve(message);
    } else if (message?.type === 'login' || (this.#pendingLogin && isAboutLogin(message))) {
      const text = error.message ?? 'The server refused the login.';
      this.#pendingLogin?.reject(new SignalboxError(error.code ?? 'unauthorized', text));
    } else if (message) {
      this.#events.message(message);
    }
  }

  /** @param {SignalboxState} state */
  #setState(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#events.stateChange();
  }
}

/** @param {Message} message */
function isAboutLogin(message) {
  return message?.type === 'error' && message.about?.type === 'login';
}

/**
 * Whether trying again can't help. A taken name usually is our own, still held by the connection
 * that was lost.
 *
 * @param {unknown} error
 * @param {number} elapsed milliseconds since the connection was lost
 */
function isFinal(error, elapsed) {
  const code = error instanceof SignalboxError ? error.code : '';
  if (code === 'username_taken') return elapsed > NAME_TAKEN_MS;
  return code === 'unauthorized' || code === 'username_invalid';
}
