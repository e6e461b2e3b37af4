// SPDX-License-Identifier: MIT

import { PeerStatus } from './peer_status.js';

/** @typedef {import('../signalbox.js').Call} Call */
/** @typedef {import('./media.js').DeviceProblem} DeviceProblem */
/**
 * What the phone does: nothing, asking for the devices, ringing there, ringing here, or the states
 * of a call as the library names them.
 * @typedef {'idle' | 'preparing' | 'ringing' | 'incoming' | 'connecting' | 'connected'
 *   | 'reconnecting' | 'failed'} Phase
 */

const NO_ANSWER_AFTER_MS = 45_000;

export class CallEndedEvent extends Event {
  /** @param {{reason: string, username: string, answered: boolean, missed: boolean}} end */
  constructor({ reason, username, answered, missed }) {
    super('ended');
    this.reason = reason;
    this.username = username;
    this.answered = answered;
    /** It rang here and nobody answered. */
    this.missed = missed;
  }
}

/**
 * One line, one call at a time: whoever rings meanwhile hears 'busy'.
 * Fires 'change' on every step and 'ended' when the other side or the network ended a call.
 */
export class Phone extends EventTarget {
  /** @type {Phase} */
  phase = 'idle';
  /** The other side's name. */
  username = '';
  /** @type {Call | null} */
  call = null;
  /** @type {PeerStatus | null} */
  status = null;
  /** @type {MediaStream | null} what comes from the other side */
  remote = null;
  /** When the call was first connected, in milliseconds since the page's start. */
  connectedAt = 0;
  #signalbox;
  #media;
  #confirmReceiveOnly;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #noAnswer;
  /**
   * Tracks that fell silent. `muted` alone doesn't tell: Chromium leaves it true on a track that
   * was negotiated by a rollback, while its frames arrive.
   * @type {WeakSet<MediaStreamTrack>}
   */
  #silent = new WeakSet();

  /**
   * @param {import('../signalbox.js').Signalbox} signalbox
   * @param {import('./media.js').LocalMedia} media
   * @param {(problem: DeviceProblem) => Promise<boolean>} confirmReceiveOnly whether the user
   *   wants the call although nothing can be sent
   */
  constructor(signalbox, media, confirmReceiveOnly) {
    super();
    this.#signalbox = signalbox;
    this.#media = media;
    this.#confirmReceiveOnly = confirmReceiveOnly;
    signalbox.addEventListener('call', ({ call }) => this.#ring(call));
    media.addEventListener('change', () => this.#tellStatus());
  }

  /** The other side's camera or screen, if it sends one. */
  get picture() {
    const track = this.remote?.getVideoTracks()[0];
    const sent = this.status?.camera !== false || this.status.screen;
    return track?.readyState === 'live' && !this.#silent.has(track) && sent ? track : null;
  }

  /**
   * @param {string} username
   * @param {boolean} withCamera
   */
  async dial(username, withCamera) {
    // They were a moment faster, and it rings here: that is the same call.
    if (this.phase === 'incoming' && this.username === username) {
      await this.accept(withCamera);
      return;
    }
    if (this.phase !== 'idle') return;
    this.username = username;
    this.#step('preparing');
    if (!await this.#prepare(withCamera)) {
      if (!this.call) this.#reset();
      return;
    }
    // They called us while the browser was asking for the camera: that is the same call.
    if (this.call) { this.#answer(this.call); return; }
    const call = this.#signalbox.call(username, this.#media.stream ?? undefined);
    this.#adopt(call);
    receiveWhatIsNotSent(call, this.#media.stream);
    this.#noAnswer = setTimeout(() => this.#end('no-answer'), NO_ANSWER_AFTER_MS);
    this.#follow(call);
  }

  /** @param {boolean} withCamera */
  async accept(withCamera) {
    const { call } = this;
    if (this.phase !== 'incoming' || !call) return;
    this.#step('preparing');
    if (await this.#prepare(withCamera)) this.#answer(call);
    else if (this.call === call) this.#step('incoming');
  }

  decline() {
    const { call } = this;
    this.#reset();
    call?.decline();
  }

  hangUp() {
    const { call } = this;
    this.#reset();
    if (call?.state === 'ringing' && call.direction === 'incoming') call.decline();
    else call?.hangUp();
  }

  /** Adds the camera if the call began without one, else switches it off and on. */
  async toggleCamera() {
    if (this.#media.camera) { this.#media.toggleCamera(); return; }
    const { call } = this;
    const camera = await this.#media.openCamera();
    if (call && camera && this.call === call) await this.#sendVideo(call, camera);
    else camera?.stop();
  }

  async toggleScreen() {
    if (this.#media.screen) { this.#media.closeScreen(); await this.#sendCamera(); return; }
    const { call } = this;
    const screen = await this.#media.openScreen();
    if (!call || this.call !== call) { this.#media.closeScreen(); return; }
    // Fired by the browser's own "stop sharing" key only, not by closeScreen.
    screen.addEventListener('ended', () => { void this.#sendCamera(); });
    await this.#sendVideo(call, screen);
  }

  /** @param {Call} call */
  #ring(call) {
    if (this.phase === 'preparing' && !this.call && call.username === this.username) {
      this.#adopt(call);
      return;
    }
    if (this.phase !== 'idle') { call.decline('busy'); return; }
    this.username = call.username;
    this.#adopt(call);
    this.#step('incoming');
  }

  /** @param {Call} call */
  #answer(call) {
    call.accept(this.#media.stream ?? undefined);
    this.#follow(call);
  }

  /**
   * @param {boolean} withCamera
   * @returns {Promise<boolean>} whether to go on
   */
  async #prepare(withCamera) {
    const { username } = this;
    const still = () => this.phase === 'preparing' && this.username === username;
    const stream = await this.#media.open(withCamera);
    if (!still()) return false;
    if (stream) return true;
    return await this.#confirmReceiveOnly(this.#media.problem ?? 'missing') && still();
  }

  /** @param {Call} call */
  #adopt(call) {
    this.call = call;
    this.remote = new MediaStream();
    this.status = new PeerStatus(call);
    this.status.addEventListener('change', () => this.#changed());
    this.#tellStatus();
    call.addEventListener('statechange', () => this.#follow(call));
    call.addEventListener('track', ({ track }) => this.#take(call, track));
    call.addEventListener('ended', () => {
      if (this.call === call) this.#end(call.endReason ?? 'gone');
    });
  }

  /** @param {Call} call */
  #follow(call) {
    if (this.call !== call || call.state === 'ended') return;
    if (call.state === 'ringing') {
      if (call.direction === 'outgoing') this.#step('ringing');
      return;
    }
    clearTimeout(this.#noAnswer);
    if (call.state === 'connected') this.connectedAt ||= performance.now();
    this.#step(call.state);
  }

  /**
   * @param {Call} call
   * @param {MediaStreamTrack} track
   */
  #take(call, track) {
    const { remote } = this;
    if (this.call !== call || !remote) return;
    for (const old of remote.getTracks()) {
      if (old.kind === track.kind && old !== track) remote.removeTrack(old);
    }
    remote.addTrack(track);
    track.addEventListener('mute', () => { this.#silent.add(track); this.#changed(); });
    track.addEventListener('unmute', () => { this.#silent.delete(track); this.#changed(); });
    track.addEventListener('ended', () => this.#changed());
    this.#changed();
  }

  /**
   * @param {Call} call
   * @param {MediaStreamTrack} track
   */
  async #sendVideo(call, track) {
    const { connection } = call;
    const sender = connection.getSenders().find((each) => each.track?.kind === 'video');
    if (sender) await sender.replaceTrack(track);
    else connection.addTrack(track, this.#media.stream ?? new MediaStream([track]));
    this.#changed();
  }

  /** After the screen: the camera again, or nothing. */
  async #sendCamera() {
    const { call } = this;
    if (!call) return;
    const { connection } = call;
    const sender = connection.getSenders().find((each) => each.track?.kind === 'video');
    if (this.#media.camera) await this.#sendVideo(call, this.#media.camera);
    else if (sender) connection.removeTrack(sender);
  }

  #tellStatus() {
    this.status?.send({
      camera: !this.#media.cameraOff,
      microphone: !this.#media.muted,
      screen: Boolean(this.#media.screen),
    });
  }

  /** @param {string} reason */
  #end(reason) {
    const { call, username } = this;
    const missed = this.phase === 'incoming';
    const answered = this.connectedAt > 0;
    this.#reset();
    if (call && call.state !== 'ended') call.hangUp(reason);
    this.dispatchEvent(new CallEndedEvent({ reason, username, answered, missed }));
  }

  #reset() {
    clearTimeout(this.#noAnswer);
    this.call = null;
    this.status = null;
    this.remote = null;
    this.connectedAt = 0;
    this.#media.close();
    this.#step('idle');
  }

  /** @param {Phase} phase */
  #step(phase) {
    this.phase = phase;
    this.#changed();
  }

  #changed() { this.dispatchEvent(new Event('change')); }
}

/**
 * Without these an offer asks for no picture when this side has no camera.
 *
 * @param {Call} call
 * @param {MediaStream | null} stream
 */
function receiveWhatIsNotSent({ connection }, stream) {
  for (const kind of /** @type {const} */ (['audio', 'video'])) {
    const sent = stream?.getTracks().some((track) => track.kind === kind);
    if (!sent) connection.addTransceiver(kind, { direction: 'recvonly' });
  }
}
