// SPDX-License-Identifier: MIT
// Puts the page together: every part is made once, here, and handed what it needs.

import { Signalbox } from '../signalbox.js';
import { Announcer } from './announcer.js';
import { Ask } from './ask.js';
import { CallView } from './call_view.js';
import { forgetLink, linkedName } from './call_link.js';
import { Countdown } from './countdown.js';
import { element } from './element.js';
import { LobbyView } from './lobby_view.js';
import { LocalMedia } from './media.js';
import { LoginView } from './login_view.js';
import { Notices } from './notices.js';
import { Switchboard } from './switchboard.js';
import { Phone } from './phone.js';
import { Ringtone } from './ringtone.js';
import { RingView } from './ring_view.js';
import { Route } from './route.js';
import { Screens } from './screens.js';
import { Session } from './session.js';
import { listenForShortcuts } from './shortcuts.js';
import { Title } from './title.js';
import { deviceWords } from './words.js';

const signalbox = new Signalbox();
const session = new Session(signalbox);
const media = new LocalMedia();
const ask = new Ask();
const announcer = new Announcer();
const notices = new Notices(announcer);
const ringtone = new Ringtone();
const title = new Title();
const screens = new Screens();
const route = new Route();
const countdown = new Countdown((seconds) => route.showSignaling(signalbox.state, seconds));

const phone = new Phone(signalbox, media, (problem) => ask.confirm({
  ...deviceWords(problem, 'both'), yes: 'Call without them',
}));

const lobby = new LobbyView({
  announcer,
  onCall: (username, withCamera) => switchboard.call(username, withCamera),
  onLogOut: () => switchboard.logOut(),
});
const switchboard = new Switchboard({
  signalbox, session, phone, media, ask, notices, screens, route, lobby, countdown,
});
new CallView({ phone, media, ringtone, title, announcer });
new RingView({ phone, ringtone, title, announcer });
listenForShortcuts(phone);

const callee = linkedName();
const login = new LoginView({
  session,
  announcer,
  callee,
  onPress: () => ringtone.unlock(),
  onLogin: (answer) => enter(answer),
});

/** @param {{version?: string}} answer */
function enter({ version }) {
  element('version').textContent = version ? `Signalbox ${version}` : '';
  forgetLink();
  switchboard.enter();
  if (callee && !entered) switchboard.call(callee, true);
  entered = true;
}
let entered = false;

element('library-address').textContent = new URL('signalbox.js', document.baseURI).href;

// A call link always asks first: opening an address must never start somebody's camera.
const answer = session.resumable && !callee ? await login.resume() : null;
if (answer) enter(answer); else screens.focus();
