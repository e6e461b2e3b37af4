// SPDX-License-Identifier: MIT

/**
 * Why a device is missing: the user or a policy refused it, there is none, another program holds
 * it, or the page's address is not secure and the browser hides all devices.
 * @typedef {'refused' | 'missing' | 'in_use' | 'insecure'} DeviceProblem
 */

/** @type {MediaTrackConstraints} */
const CAMERA = { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: 'user' };

/**
 * Camera, microphone and screen of this side. Fires 'change' whenever what is sent changes.
 */
export class LocalMedia extends EventTarget {
  /** @type {MediaStream | null} */
  stream = null;
  /** @type {MediaStreamTrack | null} */
  screen = null;
  /** @type {DeviceProblem | null} */
  problem = null;
  /** Grows with every open and close, so that a late answer of the browser is known as late. */
  #turn = 0;

  get camera() { return this.stream?.getVideoTracks()[0] ?? null; }
  get microphone() { return this.stream?.getAudioTracks()[0] ?? null; }
  get muted() { return !this.microphone?.enabled; }
  get cameraOff() { return !this.camera?.enabled; }
  get canShareScreen() { return Boolean(navigator.mediaDevices?.getDisplayMedia); }

  /**
   * Asks for the devices and takes what there is: both, else the microphone alone, else the
   * camera alone, else nothing. `problem` says why something is missing.
   *
   * @param {boolean} withCamera
   */
  async open(withCamera) {
    this.close();
    const turn = this.#turn;
    const { stream, problem } = await openDevices(withCamera);
    if (turn !== this.#turn) {
      stream?.getTracks().forEach((track) => track.stop());
      return null;
    }
    this.stream = stream;
    this.problem = problem;
    this.#changed();
    return stream;
  }

  /** Gives all devices back; their lights go out. */
  close() {
    this.#turn += 1;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.screen?.stop();
    this.stream = null;
    this.screen = null;
    this.problem = null;
    this.#changed();
  }

  toggleMute() {
    if (this.microphone) this.microphone.enabled = !this.microphone.enabled;
    this.#changed();
  }

  toggleCamera() {
    if (this.camera) this.camera.enabled = !this.camera.enabled;
    this.#changed();
  }

  /** Adds a camera to a call that began without one; throws what getUserMedia throws. */
  async openCamera() {
    if (!navigator.mediaDevices) throw new DOMException('not a secure context', 'SecurityError');
    const added = await navigator.mediaDevices.getUserMedia({ video: CAMERA });
    this.stream ??= new MediaStream();
    added.getVideoTracks().forEach((track) => this.stream?.addTrack(track));
    this.#changed();
    return this.camera;
  }

  /** Lets the user choose a screen or window. Ends with 'change' when the browser's bar stops it. */
  async openScreen() {
    const shared = await navigator.mediaDevices.getDisplayMedia({ video: true });
    [this.screen] = shared.getVideoTracks();
    this.screen.addEventListener('ended', () => this.closeScreen());
    this.#changed();
    return this.screen;
  }

  closeScreen() {
    this.screen?.stop();
    this.screen = null;
    this.#changed();
  }

  #changed() { this.dispatchEvent(new Event('change')); }
}

/**
 * @param {boolean} withCamera
 * @returns {Promise<{stream: MediaStream | null, problem: DeviceProblem | null}>}
 */
async function openDevices(withCamera) {
  if (!navigator.mediaDevices?.getUserMedia) return { stream: null, problem: 'insecure' };
  const attempts = withCamera
    ? [{ audio: true, video: CAMERA }, { audio: true }, { video: CAMERA }]
    : [{ audio: true }];
  /** @type {DeviceProblem | null} */
  let problem = null;
  for (const attempt of attempts) {
    // Who refused twice is not asked a third time.
    if (problem === 'refused' && !attempt.audio) break;
    try {
      return { stream: await navigator.mediaDevices.getUserMedia(attempt), problem };
    } catch (error) {
      problem ??= deviceProblem(error);
    }
  }
  return { stream: null, problem };
}

/**
 * @param {unknown} error what getUserMedia rejected with
 * @returns {DeviceProblem}
 */
export function deviceProblem(error) {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError') return 'refused';
  if (name === 'SecurityError') return 'insecure';
  if (name === 'NotReadableError' || name === 'AbortError') return 'in_use';
  return 'missing';
}
