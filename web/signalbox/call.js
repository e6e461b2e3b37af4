// SPDX-License-Identifier: MIT

import { SignalboxError } from './error.js';
import { Negotiation } from './negotiation.js';

/** @import { Candidate, Description } from './negotiation.js' */

/**
 * @typedef {'ringing' | 'connecting' | 'connected' | 'reconnecting' | 'failed' | 'ended'} CallState
 *
 * @typedef {{ type: 'offer' | 'answer', description: Description }
 *   | { type: 'candidate', candidate: Candidate }
 *   | { type: 'close', reason: string }} CallMessage
 *
 * @typedef {object} CallContext what a call needs from its Signalbox
 * @property {RTCConfiguration} configuration
 * @property {boolean} polite
 * @property {(message: Record<string, unknown>) => boolean} send to the other side; false if it
 *   couldn't be kept until the server is back
 * @property {() => void} ended
 */

/** The other's connection to the server ended; that says nothing about the media. */
const SIGNALING_LOST = ['gone', 'timeout', 'shutdown', 'user_unavailable'];

/** What a page says when it goes away, so that nobody waits for its media to fail. */
export const LEFT = 'left';

/** The answer to an offer about a call that the page doesn't know: it was reloaded since. */
export const FORGOTTEN = 'forgotten';

/** The other side hung up or vanished; a `close` that says which may still be on its way. */
const LAST_WORD_MS = 1000;

/** The server refuses a longer reason. */
const MAX_REASON_BYTES = 64;

/**
 * One call with one other user. Signalbox makes it: `signalbox.call(name)`, or a `call` event.
 *
 * The media doesn't depend on signaling: if either side's connection to the server is lost, an
 * established call goes on, and negotiates again once the server is back.
 *
 * Events: `statechange`, `track`, `datachannel`, `ended` (with `reason`), `error` (with `error`).
 */
export class Call extends EventTarget {
  #negotiation;
  #context;
  /** @type {CallState} */
  #state = 'ringing';
  /** @type {string | null} */
  #endReason = null;
  #accepted = false;
  #carriesData = false;
  /** Has been connected once. */
  #established = false;
  /** Why the other can't be reached through the server just now. @type {string | null} */
  #away = null;
  /** Something for the other side couldn't be kept: a new offer has to repair that. */
  #sentLess = false;
  #endIfClosed = () => {
    if (this.#transport()?.state !== 'closed') return;
    setTimeout(() => this.#forget(), LAST_WORD_MS);
  };

  /**
   * @internal
   * @param {string} username
   * @param {'incoming' | 'outgoing'} direction
   * @param {CallContext} context
   */
  constructor(username, direction, context) {
    super();
    /** The other side's name. @readonly */
    this.username = username;
    /** @readonly */
    this.direction = direction;
    /** The browser's own object, for everything this class doesn't do. @readonly */
    this.connection = new RTCPeerConnection(context.configuration);
    this.#context = context;
    this.#negotiation = new Negotiation(this.connection, context.polite,
      (message) => { if (!context.send(message)) this.#sentLess = true; },
      (error) => this.#negotiationFailed(error));
    this.#listen();
  }

  /** @returns {CallState} */
  get state() { return this.#state; }

  /**
   * Why the call ended: 'hangup', 'declined', 'gone' (the other page was closed, reloaded or lost
   * its network), 'user_unavailable' (nobody of that name is there), or the other side's own word.
   */
  get endReason() { return this.#endReason; }

  /**
   * Answers an incoming call. Does nothing if the caller has hung up meanwhile.
   *
   * @param {MediaStream | null} [stream] what to send; without one the call only receives
   */
  accept(stream = null) {
    if (this.direction === 'outgoing') {
      throw new SignalboxError('invalid_state',
        `accept() answers incoming calls; this one was made by call('${this.username}').`);
    }
    if (this.#state === 'ended' || this.#accepted) return;
    this.#accepted = true;
    this.#negotiation.start();
    this.#addTracks(stream);
    this.#update();
  }

  /** @param {string} [reason] the other side hears it as its `endReason` */
  decline(reason = 'declined') { this.hangUp(reason); }

  /** @param {string} [reason] the other side hears it as its `endReason`; at most 64 bytes */
  hangUp(reason = 'hangup') {
    if (this.#state === 'ended') return;
    const word = shorten(String(reason));
    this.#context.send({ type: 'close', reason: word });
    this.end(word);
  }

  /**
   * @param {string} label
   * @param {RTCDataChannelInit} [options]
   */
  createDataChannel(label, options) {
    this.#carriesData = true;
    return this.connection.createDataChannel(label, options);
  }

  /** Looks for a new network path. A call whose connection fails does so by itself. */
  restartIce() { this.connection.restartIce(); }

  /**
   * Starts an outgoing call. The offer leaves once this task of the page is over, so that tracks
   * and data channels added right after call() are part of it.
   *
   * @internal
   * @param {MediaStream | null} stream
   */
  start(stream) {
    this.#accepted = true;
    this.#negotiation.start();
    this.#addTracks(stream);
    queueMicrotask(() => {
      // A call that sends nothing wants to receive: an empty offer would connect nobody.
      const empty = !this.#carriesData && this.connection.getTransceivers().length === 0;
      if (!empty || this.#state === 'ended') return;
      for (const kind of ['audio', 'video']) {
        this.connection.addTransceiver(kind, { direction: 'recvonly' });
      }
    });
  }

  /**
   * @internal
   * @param {CallMessage} message
   */
  receive(message) {
    if (message.type === 'candidate') {
      this.#negotiation.receiveCandidate(message.candidate);
    } else if (message.type === 'close') {
      this.#closedByPeer(message.reason);
    } else if (message.type === 'answer' && !this.matches(message.description)) {
      // A page that was reloaded took our offer for a new call; this call's other end is no more.
      this.#forget();
    } else {
      const wasAway = this.#away !== null;
      this.#away = null;
      this.#negotiation.receiveDescription(message.description, wasAway);
    }
  }

  /**
   * @internal
   * @param {Description} description
   */
  matches(description) { return this.#negotiation.matches(description); }

  /**
   * The server couldn't deliver an offer or answer.
   *
   * @internal
   * @param {SignalboxError} error
   */
  undeliverable(error) {
    if (!this.#established) this.end(error.code);
    else if (SIGNALING_LOST.includes(error.code)) this.#closedByPeer(error.code);
    else this.#report(error);
  }

  /**
   * For a new call in the place of one whose other side can't be reached.
   *
   * @internal
   * @returns {boolean} whether it has given up
   */
  giveUpIfAway() {
    if (this.#away) this.end(this.#away);
    return this.#state === 'ended';
  }

  /**
   * @internal
   * @param {boolean} forGood
   */
  signalingLost(forGood) {
    const incoming = this.direction === 'incoming';
    // The caller of a ringing call hears that this side is gone, and gives up.
    const unanswered = incoming ? !this.#accepted : forGood && !this.connection.remoteDescription;
    if (unanswered) this.end('disconnected');
  }

  /**
   * @internal
   * @param {boolean} resumed nothing was lost meanwhile, in either direction
   */
  signalingRestored(resumed) {
    if (!resumed || this.#sentLess) this.#offerAnew();
    else if (this.connection.connectionState === 'disconnected') this.connection.restartIce();
    this.#sentLess = false;
  }

  /**
   * The server has forgotten who was in a call with whom, and what was sent meanwhile is lost. A
   * new offer repairs both: it carries every candidate found so far.
   */
  #offerAnew() {
    const { connection } = this;
    if (this.#established) {
      if (this.#transport()?.state === 'closed') return this.#forget();
      const connected = connection.connectionState === 'connected';
      if (!connected) connection.restartIce();
      if (connection.signalingState === 'have-local-offer') this.#negotiation.repeatOffer();
      else if (connected) this.#negotiation.offer();
    } else if (this.direction === 'outgoing' && !connection.remoteDescription) {
      this.#negotiation.repeatOffer();
    } else {
      this.end('disconnected');
    }
  }

  /**
   * @internal
   * @param {string} reason
   */
  end(reason) {
    if (this.#state === 'ended') return;
    this.#endReason = reason;
    this.connection.close();
    this.#context.ended();
    this.#setState('ended');
    this.dispatchEvent(Object.assign(new Event('ended'), { reason }));
  }

  #listen() {
    const { connection } = this;
    connection.addEventListener('connectionstatechange', () => this.#update());
    connection.addEventListener('signalingstatechange', () => this.#update());
    connection.addEventListener('track', ({ receiver, track, streams, transceiver }) => {
      this.dispatchEvent(
        new RTCTrackEvent('track', { receiver, track, streams: [...streams], transceiver }));
    });
    connection.addEventListener('datachannel', ({ channel }) => {
      this.dispatchEvent(new RTCDataChannelEvent('datachannel', { channel }));
    });
  }

  /** @param {MediaStream | null} stream */
  #addTracks(stream) {
    for (const track of stream?.getTracks() ?? []) {
      this.connection.addTrack(track, /** @type {MediaStream} */ (stream));
    }
  }

  /**
   * @internal
   * @param {RTCIceServer[]} iceServers with fresh TURN credentials
   */
  useIceServers(iceServers) {
    try {
      this.connection.setConfiguration({ ...this.connection.getConfiguration(), iceServers });
    } catch (cause) {
      this.#report(new SignalboxError('invalid_ice_servers',
        "The browser refuses the server's new iceServers; the call keeps the old ones.", { cause }));
    }
  }

  #update() {
    const { connectionState } = this.connection;
    if (this.#state === 'ended') return;
    if (connectionState === 'connected') this.#established = true;
    if (this.#established) this.#transport()?.addEventListener('statechange', this.#endIfClosed);
    if (connectionState === 'failed' && this.#state !== 'failed') {
      if (this.#away) return this.end(this.#away);
      if (!this.#established) this.#report(noPath(this.username));
      this.connection.restartIce();
    }
    this.#setState(this.#currentState());
  }

  /** @returns {CallState} */
  #currentState() {
    const answered = this.direction === 'incoming'
      ? this.#accepted : this.connection.remoteDescription !== null;
    switch (this.connection.connectionState) {
      case 'connected': return 'connected';
      case 'disconnected': return 'reconnecting';
      case 'failed': return 'failed';
      default:
        if (this.#established) return 'reconnecting';
        return answered ? 'connecting' : 'ringing';
    }
  }

  /** @param {CallState} state */
  #setState(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.dispatchEvent(new Event('statechange'));
  }

  /**
   * An established call outlives the other side's connection to the server. It ends when its
   * media does: because the other page closes its RTCPeerConnection, or when ICE gives up.
   *
   * @param {string} reason
   */
  #closedByPeer(reason) {
    if (reason === LEFT) return this.end('gone');
    if (reason === FORGOTTEN) {
      // Said about an older call, it mustn't end this one, which nobody has answered yet.
      if (this.connection.remoteDescription) this.end('gone');
      return;
    }
    const failed = this.connection.connectionState === 'failed';
    if (!this.#established || failed || !SIGNALING_LOST.includes(reason)) return this.end(reason);
    this.#away = reason;
  }

  /** Ends a call whose other end is no more, also for a page that hasn't noticed. */
  #forget() {
    if (this.#state === 'ended') return;
    this.#context.send({ type: 'close', reason: FORGOTTEN });
    this.end(this.#away ?? 'gone');
  }

  /** All media and data share one DTLS transport (BUNDLE) or at least fare alike. */
  #transport() {
    const { connection } = this;
    return connection.sctp?.transport ??
      connection.getSenders().find(({ transport }) => transport)?.transport;
  }

  /** @param {SignalboxError} error */
  #negotiationFailed(error) {
    this.#report(error);
    if (!this.#established && error.code === 'negotiation_failed') this.hangUp('failed');
  }

  /** @param {SignalboxError} error */
  #report(error) { this.dispatchEvent(Object.assign(new Event('error'), { error })); }
}

/** @param {string} username */
function noPath(username) {
  return new SignalboxError('no_path', `No network path to ${username} was found. If one of the ` +
    'two is behind a strict firewall or NAT, the server needs a TURN server in its iceServers.');
}

/** @param {string} reason */
function shorten(reason) {
  const { read } = new TextEncoder().encodeInto(reason, new Uint8Array(MAX_REASON_BYTES));
  return reason.slice(0, read);
}
