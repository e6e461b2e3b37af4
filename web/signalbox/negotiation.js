// SPDX-License-Identifier: MIT

import { SignalboxError } from './error.js';

/** Far more than a call needs; a peer can't make the page hold more. */
const MAX_WAITING = 256;

/** Longer than a browser takes to list its networks, also on a busy machine. */
const FIRST_CANDIDATE_MS = 1000;

/**
 * What travels as an offer or answer. `ongoing` marks an offer about a call that exists already,
 * so that a page which has forgotten that call (it was reloaded) doesn't ring. Clients that don't
 * know the member pass the object to RTCPeerConnection, which ignores it.
 *
 * @typedef {{ type: 'offer' | 'answer', sdp: string, ongoing?: boolean }} Description
 * @typedef {RTCIceCandidateInit | null} Candidate null: no more candidates will come
 */

/**
 * Negotiates one RTCPeerConnection: the "perfect negotiation" of the WebRTC 1.0 specification,
 * section 10.7. Either side may offer at any time. If both do at once, the impolite side ignores
 * the other's offer, and the polite side rolls its own back.
 *
 * Nothing happens before start(): what arrives until then waits.
 */
export class Negotiation {
  #connection;
  #polite;
  #send;
  #fail;

  #started = false;
  #makingOffer = false;
  #ignoringOffer = false;
  #settingRemoteAnswer = false;

  /** What arrived before start(), in order. @type {(() => void)[]} */
  #waiting = [];
  /** Candidates that came before their description. @type {Candidate[]} */
  #waitingCandidates = [];
  /** Fulfilled by the first of our own candidates, or by the word that there is none. */
  #gathered;
  /** The certificate that the peer's RTCPeerConnection has shown. @type {string | undefined} */
  #remoteFingerprint;

  /**
   * @param {RTCPeerConnection} connection
   * @param {boolean} polite the two sides must differ
   * @param {(message: Record<string, unknown>) => void} send
   * @param {(error: SignalboxError) => void} fail hears what the browser refused
   */
  constructor(connection, polite, send, fail) {
    this.#connection = connection;
    this.#polite = polite;
    this.#send = send;
    this.#fail = fail;
    connection.addEventListener('negotiationneeded', () => {
      // An unanswered incoming call doesn't offer: the answer will carry what was added so far,
      // and the event fires again if it couldn't.
      if (this.#started) this.offer();
    });
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate) send({ type: 'candidate', candidate });
    });
    this.#gathered = new Promise((resolve) => {
      connection.addEventListener('icecandidate', resolve, { once: true });
    });
  }

  start() {
    if (this.#started) return;
    this.#started = true;
    for (const apply of this.#waiting.splice(0)) apply();
  }

  /** Makes an offer, even if the browser sees no need for one. */
  async offer() {
    if (this.#makingOffer) return;
    this.#makingOffer = true;
    try {
      await this.#connection.setLocalDescription();
      this.#sendLocalDescription();
    } catch (error) {
      this.#refused('negotiation_failed', 'make an offer', error);
    } finally {
      this.#makingOffer = false;
    }
  }

  /** Sends an offer that wasn't answered again: it, or its answer, may have been lost. */
  repeatOffer() {
    if (this.#connection.signalingState === 'have-local-offer') this.#sendLocalDescription();
  }

  /**
   * True unless the description is certainly from another RTCPeerConnection than those before it,
   * as after a reload of the other page: a connection keeps its certificate for life.
   *
   * @param {Description} description
   */
  matches(description) {
    return !this.#remoteFingerprint || fingerprint(description) === this.#remoteFingerprint;
  }

  /**
   * @param {Description} description
   * @param {boolean} peerWasAway our own offer may have been lost then
   */
  receiveDescription(description, peerWasAway = false) {
    this.#remoteFingerprint = fingerprint(description);
    if (this.#started) this.#applyDescription(description, peerWasAway);
    else this.#wait(this.#waiting, () => this.#applyDescription(description, peerWasAway));
  }

  /** @param {Candidate} candidate */
  receiveCandidate(candidate) {
    if (this.#started) this.#applyCandidate(candidate);
    else this.#wait(this.#waiting, () => this.#applyCandidate(candidate));
  }

  /**
   * @param {Description} description
   * @param {boolean} peerWasAway
   */
  async #applyDescription({ type, sdp }, peerWasAway) {
    const connection = this.#connection;
    // An offer that comes while an answer is being set will find the connection stable.
    const readyForOffer = !this.#makingOffer &&
      (connection.signalingState === 'stable' || this.#settingRemoteAnswer);
    this.#ignoringOffer = type === 'offer' && !this.#polite && !readyForOffer;
    if (this.#ignoringOffer) {
      if (peerWasAway) this.repeatOffer();
      return;
    }
    // The second answer to an offer that was sent twice.
    if (type === 'answer' && connection.signalingState !== 'have-local-offer') return;

    try {
      if (type === 'offer' && !readyForOffer) await this.#readyToRollBack();
      this.#settingRemoteAnswer = type === 'answer';
      await connection.setRemoteDescription({ type, sdp });
      this.#settingRemoteAnswer = false;
      for (const candidate of this.#waitingCandidates.splice(0)) {
        if (this.#expects(candidate)) this.#applyCandidate(candidate);
      }
      if (type === 'answer') return;
      await connection.setLocalDescription();
      this.#sendLocalDescription();
    } catch (error) {
      this.#settingRemoteAnswer = false;
      this.#refused('negotiation_failed', `accept the ${type}`, error);
    }
  }

  /**
   * A page's first RTCPeerConnection in Chromium never finds a candidate if its offer is rolled
   * back while the browser is still listing its networks.
   */
  #readyToRollBack() {
    return Promise.race([
      this.#gathered, new Promise((resolve) => { setTimeout(resolve, FIRST_CANDIDATE_MS); }),
    ]);
  }

  /** @param {Candidate} candidate */
  async #applyCandidate(candidate) {
    if (this.#ignoringOffer) return; // It belongs to the offer that was ignored.
    if (!this.#expects(candidate)) {
      this.#wait(this.#waitingCandidates, candidate);
      return;
    }
    try {
      await this.#connection.addIceCandidate(candidate);
    } catch (error) {
      // One that was overtaken by an ICE restart is no error.
      if (!this.#expects(candidate)) return;
      this.#refused('candidate_failed', 'accept an ICE candidate', error);
    }
  }

  /**
   * Whether the description that the candidate belongs to is set.
   *
   * @param {Candidate} candidate
   */
  #expects(candidate) {
    const description = this.#connection.remoteDescription;
    const ufrag = candidate?.usernameFragment;
    if (!description || !ufrag) return description !== null;
    return description.sdp.split(/\r?\n/).includes(`a=ice-ufrag:${ufrag}`);
  }

  #sendLocalDescription() {
    const { localDescription, remoteDescription, signalingState } = this.#connection;
    if (!localDescription || signalingState === 'closed') return;
    const { type, sdp } = localDescription;
    const ongoing = type === 'offer' && remoteDescription ? { ongoing: true } : {};
    this.#send({ type, [type]: { type, sdp, ...ongoing } });
  }

  /**
   * @template T
   * @param {T[]} queue
   * @param {T} item
   */
  #wait(queue, item) {
    if (queue.length < MAX_WAITING) queue.push(item);
  }

  /**
   * @param {string} code
   * @param {string} what
   * @param {unknown} cause
   */
  #refused(code, what, cause) {
    if (this.#connection.signalingState === 'closed') return; // The call ended meanwhile.
    const why = cause instanceof Error ? cause.message : String(cause);
    this.#fail(new SignalboxError(code, `Couldn't ${what}: ${why}`, { cause }));
  }
}

/** @param {Description} description */
function fingerprint({ sdp }) {
  return /^a=fingerprint:(.*)$/m.exec(sdp)?.[1].trim().toLowerCase();
}
