// SPDX-License-Identifier: MIT

// What a "WebRTC with WebSockets" tutorial teaches, knowing the five types and nothing else. It
// doesn't use the library, on purpose. `events` is for the tests.

const parameters = new URLSearchParams(location.search);
const events = [];
let connectedUser;
let connection;
let stream;

const socket = new WebSocket(parameters.get('url'));
socket.onopen = () => send({ type: 'login', username: parameters.get('name') });
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  switch (message.type) {
    case 'login': handleLogin(message.success); break;
    case 'offer': handleOffer(message.offer, message.username); break;
    case 'answer': handleAnswer(message.answer); break;
    case 'candidate': handleCandidate(message.candidate); break;
    case 'close': handleClose(message.reason); break;
    default: events.push(message.type);
  }
};

function send(message) {
  if (connectedUser && !message.otherUsername) message.otherUsername = connectedUser;
  socket.send(JSON.stringify(message));
}

async function handleLogin(success) {
  if (!success) { events.push('login refused'); return; }
  stream = await navigator.mediaDevices
    .getUserMedia({ audio: true, video: { width: 320, height: 240 } });
  prepare();
  globalThis.ready = true;
}

function prepare() {
  connection = new RTCPeerConnection();
  stream.getTracks().forEach((track) => connection.addTrack(track, stream));
  connection.ontrack = ({ streams }) => {
    document.getElementById('remote').srcObject = streams[0];
  };
  connection.onicecandidate = ({ candidate }) => {
    if (candidate) send({ type: 'candidate', candidate });
  };
}

async function callUser(username) {
  connectedUser = username;
  const offer = await connection.createOffer();
  send({ type: 'offer', offer });
  connection.setLocalDescription(offer);
}

async function handleOffer(offer, username) {
  connectedUser = username;
  connection.setRemoteDescription(new RTCSessionDescription(offer));
  const answer = await connection.createAnswer();
  connection.setLocalDescription(answer);
  send({ type: 'answer', answer });
}

function handleAnswer(answer) {
  connection.setRemoteDescription(new RTCSessionDescription(answer));
}

function handleCandidate(candidate) {
  connection.addIceCandidate(new RTCIceCandidate(candidate));
}

function hangUp() {
  send({ type: 'close' });
  handleClose('my own');
}

function handleClose(reason) {
  events.push(`close ${reason}`);
  connectedUser = null;
  connection.close();
  prepare();
}

/** Resolves when video and audio have come in since it was called. */
async function mediaArrives() {
  const counts = async () => {
    const found = { video: 0, audio: 0 };
    for (const report of (await connection.getStats()).values()) {
      if (report.type !== 'inbound-rtp') continue;
      found[report.kind] += report.framesDecoded ?? report.packetsReceived ?? 0;
    }
    return found;
  };
  const before = await counts();
  for (;;) {
    const now = await counts();
    if (now.video >= before.video + 5 && now.audio >= before.audio + 5) return;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

Object.assign(globalThis, { events, send, callUser, hangUp, mediaArrives });
