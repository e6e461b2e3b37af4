// SPDX-License-Identifier: MIT
// The tutorials' server on Bun's own WebSocket server, which is uWebSockets inside.
// Usage: bun server.js PORT [CERTIFICATE KEY]
const [port, certificate, key] = process.argv.slice(2);
const users = new Map();

const send = (socket, message) => socket.send(JSON.stringify(message));

function relay(socket, message, payload) {
  const other = users.get(message.otherUsername);
  if (!other) return;
  send(other, { type: message.type, ...payload, username: socket.data.username });
}

function logIn(socket, message) {
  const success = !users.has(message.username);
  if (success) {
    users.set(message.username, socket);
    socket.data.username = message.username;
  }
  send(socket, { type: 'login', success });
}

Bun.serve({
  hostname: '127.0.0.1',
  port: Number(port),
  tls: certificate ? { cert: Bun.file(certificate), key: Bun.file(key) } : undefined,
  fetch(request, server) {
    if (server.upgrade(request, { data: {} })) return undefined;
    return new Response('a WebSocket is served here', { status: 426 });
  },
  websocket: {
    message(socket, text) {
      const message = JSON.parse(text);
      switch (message.type) {
        case 'login':
          return logIn(socket, message);
        case 'offer':
          socket.data.otherUsername = message.otherUsername;
          return relay(socket, message, { offer: message.offer });
        case 'answer':
          socket.data.otherUsername = message.otherUsername;
          return relay(socket, message, { answer: message.answer });
        case 'candidate':
          return relay(socket, message, { candidate: message.candidate });
        case 'close':
          socket.data.otherUsername = undefined;
          return relay(socket, message, {});
        default:
          return send(socket, { type: 'error', message: `unknown type ${message.type}` });
      }
    },
    close(socket) {
      const { username, otherUsername } = socket.data;
      if (!username) return;
      users.delete(username);
      const other = users.get(otherUsername);
      if (other) send(other, { type: 'close', username });
    },
  },
});
