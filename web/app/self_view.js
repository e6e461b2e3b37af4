// SPDX-License-Identifier: MIT

import { element } from './element.js';

/** What the other side sees of us, mirrored as in a looking glass. */
export class SelfView {
  #figure = element('selfview');
  #video = element('local-video', HTMLVideoElement);
  #caption = element('selfview-caption');
  #media;
  #shown = '';

  /** @param {import('./media.js').LocalMedia} media */
  constructor(media) {
    this.#media = media;
    // The attribute alone is not enough where the element is made by a clone or restored page.
    this.#video.muted = true;
    media.addEventListener('change', () => this.#update());
  }

  #update() {
    const { camera, screen, cameraOff } = this.#media;
    const track = screen ?? camera;
    this.#figure.hidden = !track;
    this.#figure.dataset.source = screen ? 'screen' : 'camera';
    this.#figure.dataset.camera = !screen && cameraOff ? 'off' : 'on';
    this.#caption.textContent = captionWords(Boolean(screen), cameraOff);
    if ((track?.id ?? '') === this.#shown) return;
    this.#shown = track?.id ?? '';
    this.#video.srcObject = track ? new MediaStream([track]) : null;
    // After it is visible: iOS leaves a video black that was started while hidden.
    if (track) void this.#video.play().catch(() => {});
  }
}

/**
 * @param {boolean} screen
 * @param {boolean} cameraOff
 */
function captionWords(screen, cameraOff) {
  if (screen) return 'Your screen';
  return cameraOff ? 'Camera off' : 'You';
}
