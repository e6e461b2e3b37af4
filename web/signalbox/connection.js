// SPDX-License-Identifier: MIT

import { Delivery } from './delivery.js';
import { SignalboxError, finalEnd, isFinal } from './error.js';
import { Memory } from './memory.js';
import { Pulse } from './pulse.js';
import { backOff, onWake, openSocket, pause } from './socket.js';
import { tokenMember } from './token.js';

/**
 * @import { Kept } from './delivery.js'
 * @import { TokenSource } from './token.js'
 *
 * @typedef {'closed' | 'connecting' | 'open' | 'reconnecting'} SignalboxState
 *
 * @typedef {Record<string, any>} Message what came over the wire, of any shape
 *
 * @typedef {object} ConnectionEvents
 * @property {(message: Message) => void} message anything but the answer to a login
 * @property {() => void} stateChange
 * @property {(answer: Message, resumed: boolean) => void} login after every reconnect too; resumed:
 *   nothing was lost in between
 * @property {() => void} caughtUp with what others said while the connection was lost
 * @property {(forGood: boolean) => void} lost and with it whatever was on its way
 * @property {(after: number) => void} retry in so many milliseconds
 * @property {() => void} leave the page goes away
 * @property {(error: SignalboxError) => void} error what no promise reports
 */

const LOGIN_DEADLINE_MS = 10_000;

/** A connection that lived this long was a good one: the next loss starts with a short wait. */
const STABLE_MS = 10_000;

/** A server that goes down names the time to come back; none needs longer. */
const LONGEST_NOTICE_MS = 60_000;
/** The server ends a session that is closed with 1000; after this code it waits for us. */
const COMING_BACK = 4000;

/** The connection to the server, with a login that survives the loss of a WebSocket. */
export class Connection {
  #url;
  #reconnects;
  #token;
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
  #delivery = new Delivery();
  /** Whose messages #delivery has. @type {string | null} */
  #deliversFor = null;
  #memory;
  #pulse = new Pulse(() => this.#ping(), () => this.#drop());
  /** A server that goes down has named this time to come back. @type {number | null} */
  #comeBackAt = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #comeBackTimer;

  /**
   * @param {string} url
   * @param {{ reconnect: boolean, token?: TokenSource }} options
   * @param {ConnectionEvents} events
   */
  constructor(url, { reconnect, token }, events) {
    this.#url = url;
    this.#reconnects = reconnect;
    this.#token = token;
    this.#events = events;
    this.#memory = new Memory(url);
  }

  get state() { return this.#state; }

  /** Kept while reconnecting. */
  get username() { return this.#username; }

  async connect() {
    if (this.#state === 'closed') {
      const { signal } = this.#closing = new AbortController();
      this.#followPage(signal);
      this.#setState('connecting');
      this.#opened = this.#open(signal).then(() => this.#setState('open'), (error) => {
        if (!signal.aborted) this.#shut(COMING_BACK);
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
    if (this.#deliversFor !== username) {
      this.#delivery = new Delivery(this.#memory.take(username));
      this.#deliversFor = username;
    }
    try {
      return await this.#login(username);
    } catch (error) {
      // A late answer would log in a client that no longer expects it.
      if (error instanceof SignalboxError && error.code === 'timeout') {
        this.#shut(COMING_BACK);
      }
      throw error;
    }
  }

  close() {
    this.#deliversFor = null;
    this.#shut(1000);
  }

  /**
   * While the server is away, messages wait. Throws 'queue_full' if it gets too much.
   *
   * @param {Message} message
   */
  send(message) {
    if (this.#username === null) return;
    this.#delivery.keep(message);
    this.#write();
  }

  #write() {
    if (this.#state !== 'open') return;
    for (const text of this.#delivery.take()) this.#socket?.send(text);
    if (this.#delivery.unconfirmed) this.#pulse.sent();
  }

  #ping() {
    this.#delivery.keepPing();
    this.#write();
  }

  /** @param {AbortSignal} signal */
  #followPage(signal) {
    globalThis.addEventListener('pagehide', () => {
      this.#events.leave();
      if (this.#deliversFor !== null && this.#delivery.resumable) {
        this.#memory.leave(this.#deliversFor, this.#delivery.save());
      }
    }, { signal });
    globalThis.addEventListener('pageshow', ({ persisted }) => {
      // Out of the back/forward cache: this page goes on itself.
      if (persisted && this.#deliversFor !== null) this.#memory.take(this.#deliversFor);
    }, { signal });
    onWake(() => {
      if (this.#state === 'open' && this.#delivery.resumable) this.#pulse.ask();
    }, signal);
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
    const token = await tokenMember(this.#token);
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
        const resume = this.#reconnects ? { resume: this.#delivery.resume } : {};
        this.#socket?.send(JSON.stringify({ type: 'login', username, ...token, ...resume }));
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
    const { resumed, inDoubt } = this.#delivery.loggedIn(answer);
    this.#setState('open');
    if (resumed) this.#pulse.ask(); else this.#write();
    this.#events.login(answer, resumed);
    this.#reportUndelivered(inDoubt);
  }

  /** @param {Kept[]} messages */
  #reportUndelivered(messages) {
    if (messages.length === 0) return;
    const names = [...new Set(messages.map(({ otherUsername }) => otherUsername))].join(', ');
    this.#events.error(new SignalboxError('undelivered', 'The session with the server has ended: ' +
      `${messages.length} messages to ${names} may not have arrived.`));
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  #lost(code, reason) {
    this.#socket = null;
    this.#pulse.stop();
    clearTimeout(this.#comeBackTimer);
    this.#pendingLogin?.reject(new SignalboxError('connection_closed',
      `The server closed the connection during the login (${code} ${reason}).`));
    if (this.#state !== 'open') return; // #reconnect() is at work, and hears of it by the login.
    const final = finalEnd(code);
    if (final) return this.#lostTo(final);
    if (this.#username === null || !this.#reconnects) return this.#lostForGood();
    if (performance.now() - this.#loggedInAt > STABLE_MS) this.#failures = 0;
    this.#setState('reconnecting');
    this.#opened = this.#reconnect(this.#username);
    this.#opened.catch(() => {}); // Whoever awaits connect() hears it; nobody has to.
    if (!this.#delivery.resumable) this.#events.lost(false);
  }

  #lostForGood() {
    this.#deliversFor = null;
    this.#shut(COMING_BACK);
    this.#events.lost(true);
    this.#reportUndelivered(this.#delivery.undelivered);
  }

  /** @param {SignalboxError} end */
  #lostTo(end) {
    this.#lostForGood();
    this.#events.error(end);
  }

  /** @param {string} username */
  async #reconnect(username) {
    const { signal } = this.#closing;
    const lostAt = performance.now();
    let wait = this.#firstWait();
    for (;;) {
      this.#events.retry(wait);
      await pause(wait, signal);
      try {
        await this.#open(signal);
        await this.#login(username);
        return;
      } catch (error) {
        if (signal.aborted) throw error;
        this.#disconnect(COMING_BACK);
        wait = backOff(this.#failures++);
        if (!isFinal(error, performance.now() - lostAt)) continue;
        this.#lostForGood();
        this.#events.error(/** @type {SignalboxError} */ (error));
        throw error;
      }
    }
  }

  #firstWait() {
    const comeBackAt = this.#comeBackAt;
    this.#comeBackAt = null;
    if (comeBackAt === null) return backOff(this.#failures++);
    return Math.max(0, comeBackAt - performance.now());
  }

  /**
   * The server goes down. Its clients come back at different times, to another one that takes its
   * place or has taken it already.
   *
   * @param {unknown} after milliseconds
   */
  #reconnectAfter(after) {
    if (typeof after !== 'number' || !(after >= 0) || !this.#delivery.resumable) return;
    const wait = Math.min(after, LONGEST_NOTICE_MS);
    this.#comeBackAt = performance.now() + wait;
    clearTimeout(this.#comeBackTimer);
    this.#comeBackTimer = setTimeout(() => this.#drop(), wait);
  }

  /** Gives up a connection, but not the session. */
  #drop() {
    this.#disconnect(COMING_BACK);
    this.#lost(COMING_BACK, 'given up');
  }

  /** @param {number} code */
  #disconnect(code) {
    const socket = this.#socket;
    this.#socket = null; // Its events are none of our business any more.
    socket?.close(code);
  }

  /** @param {number} code */
  #shut(code) {
    this.#closing.abort();
    this.#pulse.stop();
    clearTimeout(this.#comeBackTimer);
    this.#disconnect(code);
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
      this.#take(message);
    }
  }

  /** @param {Message} message */
  #take(message) {
    this.#delivery.countReceived();
    if (message.type === 'pong') {
      this.#delivery.confirm(message.id);
      this.#pulse.stop();
      this.#events.caughtUp();
      if (this.#delivery.unconfirmed) this.#pulse.sent();
    } else if (message.type === 'reconnect') {
      this.#reconnectAfter(message.after);
    } else {
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
