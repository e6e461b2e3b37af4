// SPDX-License-Identifier: MIT

const EVERY_MS = 2000;

/** Says every two seconds what arrives: picture size, frames, bits, and which way they come. */
export class Quality {
  #show;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #bytes = 0;
  #at = 0;

  /** @param {(text: string) => void} show */
  constructor(show) { this.#show = show; }

  /** @param {RTCPeerConnection} connection */
  start(connection) {
    if (this.#timer) return;
    this.#bytes = 0;
    this.#at = 0;
    this.#timer = setInterval(() => { void this.#measure(connection); }, EVERY_MS);
    void this.#measure(connection);
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#show('');
  }

  /** @param {RTCPeerConnection} connection */
  async #measure(connection) {
    const report = await connection.getStats();
    if (!this.#timer) return;
    const { bytes, at, size, path } = summarise(report);
    const kilobits = this.#at ? ((bytes - this.#bytes) * 8) / (at - this.#at) : 0;
    this.#bytes = bytes;
    this.#at = at;
    this.#show([size, kilobits > 0 ? rate(kilobits) : '', path].filter(Boolean).join(' · '));
  }
}

/** @param {RTCStatsReport} report */
function summarise(report) {
  const sum = { bytes: 0, at: 0, size: '', path: '' };
  report.forEach((entry) => {
    if (entry.type === 'inbound-rtp') {
      sum.bytes += entry.bytesReceived ?? 0;
      if (entry.frameWidth) sum.size = `${entry.frameWidth}×${entry.frameHeight}`;
    }
    if (entry.type === 'candidate-pair' && entry.nominated && entry.state === 'succeeded') {
      const types = [entry.localCandidateId, entry.remoteCandidateId]
        .map((id) => report.get(id)?.candidateType);
      sum.path = types.includes('relay') ? 'relayed' : 'direct';
    }
    sum.at = Math.max(sum.at, entry.timestamp);
  });
  return sum;
}

/** @param {number} kilobits a second */
function rate(kilobits) {
  return kilobits >= 1000 ? `${(kilobits / 1000).toFixed(1)} Mbit/s`
    : `${Math.round(kilobits)} kbit/s`;
}
