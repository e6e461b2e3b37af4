// SPDX-License-Identifier: MIT

// Compiled, never run: signalbox.d.ts must say what the library's own JSDoc types say, and the
// examples that users copy must compile.

import { Call as ImplementedCall } from '../../web/signalbox/call.js';
import { Signalbox as ImplementedSignalbox } from '../../web/signalbox/client.js';
import { SignalboxError as ImplementedError } from '../../web/signalbox/error.js';
import { Call, Signalbox, SignalboxError } from '../../web/signalbox.js';

type PublicMembers<T> = Pick<T, keyof T>;

export const call = (implemented: ImplementedCall): PublicMembers<Call> => implemented;
export const error = (implemented: ImplementedError): SignalboxError => implemented;
export const client =
  (implemented: ImplementedSignalbox): Omit<PublicMembers<Signalbox>, 'calls' | 'call' | 'login'> =>
    implemented;

export async function example(video: HTMLVideoElement, stream: MediaStream) {
  const signalbox = new Signalbox('wss://example.org/ws', { reconnect: true });
  signalbox.addEventListener('call', (event) => event.call.accept(stream));
  const { iceServers } = await signalbox.login('alice');
  const call = signalbox.call('bob', stream);
  call.addEventListener('track', ({ streams }) => { video.srcObject = streams[0]; });
  call.addEventListener('ended', ({ reason }) => console.log(reason, iceServers?.length));
  call.createDataChannel('chat').send('hello');
}
