// SPDX-License-Identifier: MIT

/**
 * The browser client of the Signalbox signaling server: WebRTC calls by name.
 *
 *     const signalbox = new Signalbox();
 *     signalbox.addEventListener('call', ({ call }) => call.accept(stream));
 *     await signalbox.login('alice');
 *     const call = signalbox.call('bob', stream);
 *     call.addEventListener('track', ({ streams }) => { video.srcObject = streams[0]; });
 *
 * - `signalbox/client.js`: Signalbox, the calls of one user.
 * - `signalbox/connection.js`: the connection to the server: login, reconnect and resume.
 * - `signalbox/delivery.js`: what makes messages arrive exactly once over several connections.
 * - `signalbox/memory.js`: what a page leaves for the one that a reload puts in its place.
 * - `signalbox/pulse.js`: asking the server whether it is still there.
 * - `signalbox/call.js`: Call, one call with one other user, around one RTCPeerConnection.
 * - `signalbox/negotiation.js`: offers, answers and candidates ("perfect negotiation").
 * - `signalbox/socket.js`: opening the WebSocket, and how long to wait before the next attempt.
 */

export { Signalbox } from './signalbox/client.js';
export { Call } from './signalbox/call.js';
export { SignalboxError } from './signalbox/error.js';
