// SPDX-License-Identifier: MIT

import { element } from './element.js';

/** The other side's picture and sound, and the key that starts them where browsers insist. */
export class RemotePicture {
  #stage = element('stage');
  #video = element('remote-video', HTMLVideoElement);
  #hear = element('tap-to-hear', HTMLButtonElement);
  #phone;
  #tracks = '';

  /** @param {import('./phone.js').Phone} phone */
  constructor(phone) {
    this.#phone = phone;
    this.#hear.addEventListener('click', () => {
      this.#video.muted = false;
      void this.#play();
    });
    for (const type of ['resize', 'playing', 'emptied']) {
      this.#video.addEventListener(type, () => this.#show());
    }
    new ResizeObserver(() => this.#fit()).observe(this.#stage);
  }

  /** Whether there is a picture to see right now. */
  get visible() { return this.#phone.picture !== null && this.#video.videoWidth > 0; }

  /** Shows what the phone receives. */
  update() {
    const { remote, username } = this.#phone;
    element('hear-name').textContent = username;
    const tracks = remote?.getTracks().map((track) => track.id).join() ?? '';
    if (this.#video.srcObject !== remote) this.#video.srcObject = remote;
    if (tracks && tracks !== this.#tracks) void this.#play();
    this.#tracks = tracks;
    this.#show();
  }

  clear() {
    this.#video.srcObject = null;
    this.#video.muted = false;
    this.#hear.hidden = true;
    this.#tracks = '';
    this.#show();
  }

  /** iOS and strict autoplay policies allow sound only after a touch: silent first, then a key. */
  async #play() {
    try {
      await this.#video.play();
      this.#hear.hidden = !this.#video.muted;
    } catch (error) {
      // A newer srcObject interrupts the older one's play(); only a refusal needs the key.
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
      this.#hear.hidden = false;
      this.#video.muted = true;
      await this.#video.play().catch(() => {});
    }
  }

  #show() {
    this.#stage.dataset.picture = this.visible ? 'on' : 'off';
    this.#fit();
  }

  /** Fills the stage when shapes agree; a phone's upright picture or a screen is shown whole. */
  #fit() {
    const { videoWidth, videoHeight } = this.#video;
    const { clientWidth, clientHeight } = this.#stage;
    if (!videoHeight || !clientHeight) return;
    const ratio = (videoWidth / videoHeight) / (clientWidth / clientHeight);
    const alike = ratio > 0.6 && ratio < 1.7;
    this.#stage.dataset.fit = alike && !this.#phone.status?.screen ? 'cover' : 'contain';
  }
}
