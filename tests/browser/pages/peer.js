// SPDX-License-Identifier: MIT

// Parameters: `server`, its origin; `name`, to log in; `url`, the WebSocket's if not the default;
// `answer`: 'accept' incoming calls, or else let them ring; `paths`: 'relay' for those through TURN
// servers alone. Tests read `events` and `call`.

const parameters = new URLSearchParams(location.search);
const library = await import(`${parameters.get('server')}/signalbox.js`);
const stream = await navigator.mediaDevices
  .getUserMedia({ audio: true, video: { width: 320, height: 240 } });
const iceTransportPolicy = parameters.get('paths') ?? 'all';
const signalbox = new library.Signalbox(parameters.get('url') ?? undefined,
  { rtcConfiguration: { iceTransportPolicy } });

/** What happened, in order. @type {string[]} */
const events = [];

/** Follows a call; the newest is `call`. */
function watch(call) {
  globalThis.call = call;
  events.push(`call ${call.direction} ${call.username} ${call.state}`);
  call.addEventListener('statechange', () => events.push(`state ${call.state}`));
  call.addEventListener('ended', ({ reason }) => events.push(`ended ${reason}`));
  call.addEventListener('error', ({ error }) => events.push(`error ${error.code}`));
  call.addEventListener('track', ({ track, streams }) => {
    events.push(`track ${track.kind}`);
    show(streams[0]);
  });
  call.addEventListener('datachannel', ({ channel }) => useChannel(channel));
  return call;
}

/** Chromium decodes only what is rendered. */
function show(remoteStream) {
  if ([...document.querySelectorAll('video')].some((v) => v.srcObject === remoteStream)) return;
  const video = document.createElement('video');
  Object.assign(video, { autoplay: true, muted: true, srcObject: remoteStream });
  document.body.append(video);
}

function useChannel(channel) {
  globalThis.channel = channel;
  channel.addEventListener('message', ({ data }) => events.push(`message ${data}`));
}

/** Frames decoded and audio packets received so far. */
async function received(connection = globalThis.call.connection) {
  const counts = { video: 0, audio: 0 };
  for (const report of (await connection.getStats()).values()) {
    if (report.type !== 'inbound-rtp') continue;
    if (report.kind === 'video') counts.video += report.framesDecoded ?? 0;
    else counts.audio += report.packetsReceived ?? 0;
  }
  return counts;
}

/** Resolves when video and audio have come in since it was called. */
async function mediaArrives(connection = globalThis.call.connection) {
  const before = await received(connection);
  for (;;) {
    const now = await received(connection);
    if (now.video >= before.video + 5 && now.audio >= before.audio + 5) return now;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

signalbox.addEventListener('call', ({ call }) => {
  watch(call);
  if (parameters.get('answer') === 'accept') call.accept(stream);
});
signalbox.addEventListener('statechange', () => events.push(`signalbox ${signalbox.state}`));
signalbox.addEventListener('message', ({ data }) => events.push(`heard ${data}`));
signalbox.addEventListener('retry', ({ after }) => events.push(`retry ${after}`));
signalbox.addEventListener('login', ({ answer: { resumed } }) => {
  if (resumed !== undefined) events.push(`login ${resumed}`);
});
signalbox.addEventListener('error', ({ error }) => events.push(`signalbox error ${error.code}`));

const name = parameters.get('name');
if (name) await signalbox.login(name);
Object.assign(globalThis, {
  library, signalbox, stream, events, watch, useChannel, received, mediaArrives, ready: true,
});
