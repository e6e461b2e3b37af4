// SPDX-License-Identifier: MIT

const LABEL = 'signalbox.status';
const MAX_LENGTH = 1024;

/**
 * Tells the other page whether we are muted, without a camera or sharing a screen, over a data
 * channel of the call. A peer that never heard of it simply never answers. Fires 'change'.
 */
export class PeerStatus extends EventTarget {
  camera = true;
  microphone = true;
  screen = false;
  #sent = '';
  /** @type {Set<RTCDataChannel>} */
  #channels = new Set();

  /**
   * The caller opens the channel, so that it is part of the first offer.
   *
   * @param {import('../signalbox.js').Call} call
   */
  constructor(call) {
    super();
    call.addEventListener('datachannel', (event) => {
      const { channel } = /** @type {RTCDataChannelEvent} */ (event);
      if (channel.label === LABEL) this.#adopt(channel);
    });
    if (call.direction === 'outgoing') this.#adopt(call.createDataChannel(LABEL));
  }

  /** @param {{camera: boolean, microphone: boolean, screen: boolean}} own */
  send(own) {
    this.#sent = JSON.stringify(own);
    for (const channel of this.#channels) {
      if (channel.readyState === 'open') channel.send(this.#sent);
    }
  }

  /** @param {RTCDataChannel} channel */
  #adopt(channel) {
    this.#channels.add(channel);
    channel.addEventListener('open', () => { if (this.#sent) channel.send(this.#sent); });
    channel.addEventListener('close', () => this.#channels.delete(channel));
    channel.addEventListener('message', ({ data }) => this.#hear(data));
    if (channel.readyState === 'open' && this.#sent) channel.send(this.#sent);
  }

  /** @param {unknown} data whatever the other side sent; it is a stranger's */
  #hear(data) {
    if (typeof data !== 'string' || data.length > MAX_LENGTH) return;
    try {
      const told = JSON.parse(data);
      this.camera = told?.camera !== false;
      this.microphone = told?.microphone !== false;
      this.screen = told?.screen === true;
    } catch { return; }
    this.dispatchEvent(new Event('change'));
  }
}
