// SPDX-License-Identifier: MIT
// PeerServer as its documentation starts it. Its limit of 5,000 clients and its check for clients
// without heartbeats (the bench sends none) are out of the way. Usage: node server.js PORT
import { PeerServer } from 'peer';

PeerServer({
  host: '127.0.0.1',
  port: Number(process.argv[2]),
  path: '/',
  concurrent_limit: 1_000_000,
  alive_timeout: 3_600_000,
});
