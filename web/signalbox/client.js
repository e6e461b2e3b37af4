// SPDX-License-Identifier: MIT

import { Call, FORGOTTEN, LEFT } from './call.js';
import { Connection } from './connection.js';
import { SignalboxError } from './error.js';
import { socketUrl } from './socket.js';

/**
 * @import { Message } from './connection.js'
 * @import { Candidate } from './negotiation.js'
 * @import { TokenSource } from './token.js'
 *
 * @typedef {object} SignalboxOptions
 * @property {RTCConfiguration} [rtcConfiguration] for every call; its iceServers, if any, take the
 *   place of the server's
 * @property {boolean} [reconnect] come back and log in again after a lost connection; true
 * @property {TokenSource} [token] shows the server who this client is, where it asks for that
 */

/** Every ringing call holds an RTCPeerConnection; strangers must not exhaust the page's. */
const MAX_RINGING = 16;
const MAX_EARLY_CANDIDATES = 64;

/** What setTimeout() can wait for. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * The connection to a Signalbox server, and the calls made over it.
 *
 * A lost connection comes back by itself, and nothing that was sent is lost or doubled, as long as
 * the server keeps the session (`resume` in the login's answer says for how many seconds). Media
 * doesn't notice. After that time the answer says `"resumed":false`, and calls negotiate anew.
 *
 * Events: `call` (with `call`, an incoming one), `message` (with `username` and `data`), `login`
 * (with `answer`; after every reconnect too), `statechange`, `retry` (with `after`: milliseconds
 * until the next attempt to reconnect), `error` (with `error`: what no promise has reported).
 */
export class Signalbox extends EventTarget {
  #connection;
  #rtcConfiguration;
  /** @type {RTCIceServer[]} */
  #iceServers = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #iceTimer;
  /** @type {Map<string, Call>} */
  #calls = new Map();
  /** Made while the server was away; what it has kept for us is about older calls. */
  #madeAway = new Set();
  /** Candidates that overtook their offer. @type {{ from: string, candidate: Candidate }[]} */
  #earlyCandidates = [];

  /**
   * @param {string | URL} [url] default: `ws` beside the place signalbox.js was loaded from
   * @param {SignalboxOptions} [options]
   */
  constructor(url, { rtcConfiguration = {}, reconnect = true, token } = {}) {
    super();
    this.#rtcConfiguration = rtcConfiguration;
    this.#connection = new Connection(socketUrl(url), { reconnect, token }, {
      message: (message) => this.#receive(message),
      stateChange: () => this.dispatchEvent(new Event('statechange')),
      login: (answer, resumed) => this.#loggedIn(answer, resumed),
      caughtUp: () => this.#madeAway.clear(),
      retry: (after) => this.#dispatch('retry', { after }),
      leave: () => this.#eachCall((call) => call.hangUp(LEFT)),
      lost: (forGood) => this.#eachCall((call) => call.signalingLost(forGood)),
      error: (error) => this.#dispatch('error', { error }),
    });
  }

  get state() { return this.#connection.state; }

  /** The name that this client is logged in with, even while it reconnects; null before. */
  get username() { return this.#connection.username; }

  /** STUN and TURN servers, as the server has named them last. */
  get iceServers() { return this.#iceServers; }

  /** Live calls by the other side's name. @returns {ReadonlyMap<string, Call>} */
  get calls() { return this.#calls; }

  /** Connects to the server. login() does it by itself. */
  connect() { return this.#connection.connect(); }

  /**
   * @param {string} username 1 to 128 bytes
   * @returns {Promise<Message>} the server's answer; rejects with a SignalboxError
   */
  login(username) { return this.#connection.login(username); }

  /**
   * Calls someone. If their own call is ringing here, this accepts it: two people who call each
   * other are in one call.
   *
   * @param {string} username
   * @param {MediaStream | null} [stream] what to send; without one the call only receives
   * @param {{ rtcConfiguration?: RTCConfiguration }} [options] for this call only
   */
  call(username, stream = null, { rtcConfiguration } = {}) {
    if (this.username === null) {
      throw new SignalboxError('not_logged_in', "Log in first: await signalbox.login('me').");
    }
    if (typeof username !== 'string' || username === '' || username === this.username) {
      throw new SignalboxError('username_invalid', "call() needs the other side's name.");
    }
    const existing = this.#calls.get(username);
    if (existing?.state === 'ringing' && existing.direction === 'incoming') {
      existing.accept(stream);
      return existing;
    }
    if (existing && !existing.giveUpIfAway()) {
      throw new SignalboxError('already_in_call', `There is a call with ${username} already: use ` +
        `signalbox.calls.get('${username}'), or hang it up first.`);
    }
    const call = this.#newCall(username, 'outgoing', rtcConfiguration);
    if (this.state === 'reconnecting') this.#madeAway.add(call);
    call.start(stream);
    return call;
  }

  /**
   * Sends data of the application's own to someone; a call isn't needed. While the connection is
   * lost it waits. Throws a SignalboxError: 'queue_full' if too much waits already.
   *
   * @param {string} username
   * @param {unknown} data whatever JSON can say
   */
  send(username, data) {
    if (this.username === null) {
      throw new SignalboxError('not_logged_in', "Log in first: await signalbox.login('me').");
    }
    if (data === undefined || typeof data === 'function' || typeof data === 'symbol') {
      throw new SignalboxError('invalid_message', 'send() needs data that JSON can say.');
    }
    this.#connection.send({ type: 'message', otherUsername: username, data });
  }

  /** Hangs up every call and leaves the server; what still waits for it is given up. */
  close() {
    this.#eachCall((call) => call.hangUp());
    clearTimeout(this.#iceTimer);
    this.#connection.close();
  }

  /**
   * @param {Message} answer
   * @param {boolean} resumed
   */
  #loggedIn(answer, resumed) {
    if (!resumed) this.#madeAway.clear();
    this.#useIceServers(answer);
    this.#eachCall((call) => call.signalingRestored(resumed));
    this.#dispatch('login', { answer });
  }

  /**
   * Credentials of TURN servers expire. A live call may need a new path at any time, so that new
   * ones come while the old ones are still good for a while.
   *
   * @param {Message} answer
   */
  #useIceServers({ iceServers = [], iceLifetime }) {
    this.#iceServers = iceServers;
    if (!this.#rtcConfiguration.iceServers) {
      this.#eachCall((call) => call.useIceServers(iceServers));
    }
    clearTimeout(this.#iceTimer);
    if (iceLifetime > 0) {
      const wait = Math.min(iceLifetime * 500, LONGEST_TIMER_MS);
      this.#iceTimer = setTimeout(() => this.#trySend({ type: 'iceServers' }), wait);
    }
  }

  /** @param {Message} message */
  #receive(message) {
    switch (message.type) {
      case 'offer': return this.#onOffer(message);
      case 'answer': return this.#onAnswer(message);
      case 'candidate': return this.#onCandidate(message);
      case 'close': return this.#onClose(message);
      case 'message': return this.#onMessage(message);
      case 'iceServers': return this.#useIceServers(message);
      case 'error': return this.#onError(message);
      default: // A later version's message: not for this client.
    }
  }

  /** @param {Message} message */
  #onOffer({ username, offer }) {
    if (typeof offer?.sdp !== 'string') {
      return this.#report('invalid_message', `${username} sent an offer without a description.`);
    }
    const existing = this.#calls.get(username);
    if (existing && !existing.matches(offer)) existing.end('gone'); // The other page was reloaded.
    const known = this.#calls.get(username);
    if (!known && (offer.ongoing || this.#ringing() >= MAX_RINGING)) {
      const reason = offer.ongoing ? FORGOTTEN : 'busy';
      return void this.#trySend({ type: 'close', otherUsername: username, reason });
    }
    const call = known ?? this.#newCall(username, 'incoming');
    call.receive({ type: 'offer', description: { type: 'offer', sdp: offer.sdp } });
    if (known) return;
    for (const candidate of this.#takeEarlyCandidates(username)) {
      call.receive({ type: 'candidate', candidate });
    }
    this.#dispatch('call', { call });
  }

  /** @param {Message} message */
  #onAnswer({ username, answer }) {
    if (typeof answer?.sdp !== 'string') {
      return this.#report('invalid_message', `${username} sent an answer without a description.`);
    }
    const description = { type: /** @type {const} */ ('answer'), sdp: answer.sdp };
    this.#calls.get(username)?.receive({ type: 'answer', description });
  }

  /** @param {Message} message */
  #onCandidate({ username, candidate = null }) {
    const call = this.#calls.get(username);
    if (call) return call.receive({ type: 'candidate', candidate });
    this.#earlyCandidates.push({ from: username, candidate });
    if (this.#earlyCandidates.length > MAX_EARLY_CANDIDATES) this.#earlyCandidates.shift();
  }

  /** @param {Message} message */
  #onClose({ username, reason = 'hangup' }) {
    this.#takeEarlyCandidates(username);
    const call = this.#calls.get(username);
    if (!this.#madeAway.has(call)) call?.receive({ type: 'close', reason });
  }

  /** @param {Message} message */
  #onMessage({ username, data }) { this.#dispatch('message', { username, data }); }

  /** @param {Message} message */
  #onError({ code, message, about }) {
    const error = new SignalboxError(code, message);
    const call = this.#calls.get(about?.otherUsername);
    if (call && /^(offer|answer)$/.test(about.type)) call.undeliverable(error);
    else if (code !== 'user_unavailable') this.#dispatch('error', { error });
  }

  /**
   * @param {string} username
   * @param {'incoming' | 'outgoing'} direction
   * @param {RTCConfiguration} [rtcConfiguration]
   */
  #newCall(username, direction, rtcConfiguration) {
    const call = new Call(username, direction, {
      configuration: {
        iceServers: this.#iceServers, ...this.#rtcConfiguration, ...rtcConfiguration,
      },
      // Both sides compare the same two names, so they agree without a word.
      polite: /** @type {string} */ (this.username) < username,
      send: (message) => this.#trySend({ ...message, otherUsername: username }),
      ended: () => {
        if (this.#calls.get(username) === call) this.#calls.delete(username);
      },
    });
    this.#calls.set(username, call);
    return call;
  }

  /**
   * @param {Message} message
   * @returns {boolean}
   */
  #trySend(message) {
    try {
      this.#connection.send(message);
      return true;
    } catch (error) {
      this.#dispatch('error', { error });
      return false;
    }
  }

  #ringing() {
    return [...this.#calls.values()].filter(({ state }) => state === 'ringing').length;
  }

  /** @param {string} username */
  #takeEarlyCandidates(username) {
    const all = this.#earlyCandidates;
    this.#earlyCandidates = all.filter(({ from }) => from !== username);
    return all.filter(({ from }) => from === username).map(({ candidate }) => candidate);
  }

  /** @param {(call: Call) => void} action it may end the call */
  #eachCall(action) { [...this.#calls.values()].forEach(action); }

  /**
   * @param {string} type
   * @param {object} members
   */
  #dispatch(type, members) { this.dispatchEvent(Object.assign(new Event(type), members)); }

  /**
   * @param {string} code
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  #report(code, message, options) {
    this.#dispatch('error', { error: new SignalboxError(code, message, options) });
  }
}
