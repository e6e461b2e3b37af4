// SPDX-License-Identifier: MIT
// The kind of server that tutorials on "WebRTC with WebSockets" teach: Node, the ws library, a map
// of users, JSON parsed and written again. Usage: node server.js PORT [CERTIFICATE KEY]
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { WebSocketServer } from 'ws';

const users = new Map();
const [port, certificate, key] = process.argv.slice(2);
const listener = certificate
  ? createTlsServer({ cert: readFileSync(certificate), key: readFileSync(key) })
  : createServer();
const server = new WebSocketServer({ server: listener });

const send = (socket, message) => socket.send(JSON.stringify(message));

server.on('connection', (socket) => {
  socket.on('message', (text) => {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      message = {};
    }
    switch (message.type) {
      case 'login':
        if (users.has(message.username)) {
          send(socket, { type: 'login', success: false });
        } else {
          users.set(message.username, socket);
          socket.username = message.username;
          send(socket, { type: 'login', success: true });
        }
        break;
      case 'offer': {
        const other = users.get(message.otherUsername);
        if (other) {
          socket.otherUsername = message.otherUsername;
          send(other, { type: 'offer', offer: message.offer, username: socket.username });
        }
        break;
      }
      case 'answer': {
        const other = users.get(message.otherUsername);
        if (other) {
          socket.otherUsername = message.otherUsername;
          send(other, { type: 'answer', answer: message.answer, username: socket.username });
        }
        break;
      }
      case 'candidate': {
        const other = users.get(message.otherUsername);
        if (other) {
          send(other, { type: 'candidate', candidate: message.candidate, username: socket.username });
        }
        break;
      }
      case 'close': {
        const other = users.get(message.otherUsername);
        socket.otherUsername = undefined;
        if (other) {
          other.otherUsername = undefined;
          send(other, { type: 'close', username: socket.username });
        }
        break;
      }
      default:
        send(socket, { type: 'error', message: `unknown type ${message.type}` });
    }
  });
  socket.on('close', () => {
    if (!socket.username) return;
    users.delete(socket.username);
    const other = users.get(socket.otherUsername);
    if (other) send(other, { type: 'close', username: socket.username });
  });
});

listener.listen({ host: '127.0.0.1', port: Number(port), backlog: 4096 });
