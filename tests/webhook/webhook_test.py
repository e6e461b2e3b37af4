# SPDX-License-Identifier: MIT
"""The application's own server decides who may log in, and hears who has left."""

import asyncio
import importlib.metadata
import json
import pathlib
import re
import signal
import subprocess
import tempfile
import unittest
import urllib.request

import websockets
from application import Application
from program import PATIENCE, Program

# As the version of the library calls them.
IS_NEW = int(importlib.metadata.version("websockets").partition(".")[0]) >= 14
HEADERS = "additional_headers" if IS_NEW else "extra_headers"

LOGIN = {"type": "login", "username": "alice"}


async def in_time(awaitable):
    return await asyncio.wait_for(awaitable, PATIENCE)


class Client:
    def __init__(self, socket):
        self.socket = socket

    async def say(self, **message):
        await in_time(self.socket.send(json.dumps(message)))

    async def hear(self):
        return json.loads(await in_time(self.socket.recv()))

    async def leave(self):
        await in_time(self.socket.close())

    def vanish(self):
        self.socket.transport.abort()

    async def close_code(self):
        await in_time(self.socket.wait_closed())
        return self.socket.close_code


class Webhooks(unittest.IsolatedAsyncioTestCase):
    def start(self, *options, application=None, hooks=("login",)):
        self.application = application or self.enterContext(Application())
        urls = [part for hook in hooks
                for part in (f"--{hook}-webhook", self.application.url(f"/{hook}"))]
        self.program = self.enterContext(
            Program("--admin-listen", "127.0.0.1:0", *urls, *map(str, options)))
        self.admin = self.program.find_in_log(r"for the operator: (http://\S+)").group(1)

    def folder(self):
        return pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    async def connect(self, target="/ws"):
        headers = {"X-Forwarded-For": "192.0.2.1"}  # for a server that trusts this computer
        client = Client(await in_time(websockets.connect(
            f"ws://127.0.0.1:{self.program.port}{target}", ping_interval=None, compression=None,
            **{HEADERS: headers})))
        self.addCleanup(client.vanish)
        return client

    async def log_in(self, username="alice", answer=b"", **more):
        """Asks, lets the application answer that, and returns the client with what it has heard."""
        client = await self.connect()
        await client.say(type="login", username=username, **more)
        (await self.application.next_question()).answer(200, answer)
        return client, await client.hear()

    async def refused(self, answer, **more):
        """The error of a login for which the application has this answer."""
        client = await self.connect()
        await client.say(**LOGIN, **more)
        (await self.application.next_question()).answer(*answer)
        return (await client.hear())["error"]

    async def next_log_line(self, pattern):
        return await asyncio.to_thread(self.program.find_in_log, pattern)

    async def metric(self, name):
        with urllib.request.urlopen(self.admin + "metrics", timeout=PATIENCE) as answer:
            text = answer.read().decode()
        return float(re.search(f"^{re.escape(name)} (.*)$", text, re.MULTILINE).group(1))


class Logins(Webhooks):
    async def test_the_application_is_asked_and_lets_a_client_in(self):
        secret = self.folder() / "secret"
        secret.write_text("s3cret\n")
        self.start("--webhook-secret-file", secret)
        client = await self.connect()
        await client.say(**LOGIN, id=7, token="shown")
        question = await self.application.next_question()
        self.assertEqual(question.headers["Authorization"], "Bearer s3cret")
        self.assertEqual(question.headers["Content-Type"], "application/json")
        question.answer()
        answer = await client.hear()
        self.assertEqual((answer["success"], answer["username"], answer["id"]), (True, "alice", 7))
        address = "{}:{}".format(*client.socket.local_address)
        self.assertEqual(question.body, {
            "event": "login", "session": answer["session"], "username": "alice", "realm": "",
            "token": "shown", "address": address})
        self.assertEqual(await self.metric('signalbox_login_webhook_total{result="admitted"}'), 1)
        self.assertEqual(await self.metric("signalbox_login_webhook_seconds_count"), 1)
        self.assertEqual(await self.metric("signalbox_webhooks_pending"), 0)

    async def test_an_answer_can_give_another_username_and_ice_servers(self):
        self.start("--ice-server", "stun:configured.example.org")
        servers = [{"urls": ["turn:own.example.org"], "username": "u", "credential": "c"}]
        client, answer = await self.log_in(
            "me", {"username": "user-17", "iceServers": servers, "of": "no meaning"})
        self.assertEqual((answer["username"], answer["iceServers"]), ("user-17", servers))
        await client.say(type="iceServers", id=1)
        self.assertEqual((await client.hear())["iceServers"], servers)
        _, other = await self.log_in("bob")
        self.assertEqual(other["iceServers"], [{"urls": ["stun:configured.example.org"]}])

    async def test_an_answer_can_set_limits(self):
        self.start("--message-burst", "1")
        slow, _ = await self.log_in("alice", {"limits": {"messageRate": 1, "messageBurst": 2}})
        fast, _ = await self.log_in("bob", {"limits": {"messageRate": 0}})
        for client in (slow, fast):
            for _ in range(5):
                await client.say(type="ping")
        heard = [(await slow.hear()).get("code") for _ in range(5)]
        self.assertIn("rate_limited", heard)
        self.assertEqual([(await fast.hear())["type"] for _ in range(5)], ["pong"] * 5)

    async def test_an_answer_can_limit_the_time(self):
        self.start(hooks=("login", "disconnect"))
        client, first = await self.log_in(answer={"lifetime": 1}, resume=True)
        self.assertEqual(await client.close_code(), 4003)
        self.assertEqual((await self.application.next_departure())["reason"], "token_expired")
        token = first["resume"]["token"]
        _, again = await self.log_in(resume={"token": token, "received": 0})
        self.assertFalse(again["resumed"])

    async def test_a_refusal_says_why_and_is_remembered(self):
        self.start()
        client = await self.connect()
        await client.say(**LOGIN, token="old")
        (await self.application.next_question()).answer(403, {"message": "your trial is over"})
        refused = (await client.hear())["error"]
        self.assertEqual(refused, {"code": "unauthorized", "message": "your trial is over"})

        await client.say(**LOGIN, token="old")
        self.assertEqual((await client.hear())["error"], refused)
        self.assertTrue(self.application.asked.empty())
        self.assertEqual(
            await self.metric('signalbox_login_webhook_total{result="refused_again"}'), 1)

        await client.say(**LOGIN, token="new")
        (await self.application.next_question()).answer()
        self.assertTrue((await client.hear())["success"])

    async def test_who_is_refused_too_often_is_not_asked_about(self):
        self.start("--login-failure-rate", "1", "--trusted-proxy", "127.0.0.1")
        self.assertEqual((await self.refused((500, b"")))["code"], "unavailable")
        self.assertEqual((await self.refused((403, b"")))["code"], "unauthorized")
        client = await self.connect()
        await client.say(type="login", username="bob")
        self.assertEqual((await client.hear())["error"]["code"], "rate_limited")
        self.assertTrue(self.application.asked.empty())

    async def test_a_refusal_without_a_reason_is_one(self):
        self.start()
        for status, body, code in ((401, b"", "unauthorized"), (403, b"<html>", "unauthorized"),
                                   (429, b"", "rate_limited")):
            with self.subTest(status=status):
                error = await self.refused((status, body), token=str(status))
                self.assertEqual(error["code"], code)
                self.assertIn("application", error["message"])

    async def test_what_is_no_good_answer_refuses_and_is_told_to_the_operator(self):
        self.start()
        answers = {
            "status 500": (500, b""), "status 302": (302, b""), "JSON object": (200, b"[]"),
            "no JSON": (200, b"{"), "username must": (200, {"username": 1}),
            "lifetime must": (200, {"lifetime": 0}), "lifetime": (200, {"lifetime": "1h"}),
            "iceServers must": (200, {"iceServers": [{"url": "stun:a"}]}),
            "limits can be": (200, {"limits": {"rate": 1}}),
            "messageBurst": (200, {"limits": {"messageBurst": 0}})}
        for said, answer in answers.items():
            with self.subTest(said=said):
                error = await self.refused(answer)
                self.assertEqual(error["code"], "unavailable")
                await self.next_log_line("login-webhook: .*" + said)
                await self.log_in(said[:10])  # it works again, so that the next trouble is told

    async def test_an_answer_that_is_too_long_is_no_good(self):
        self.start()
        self.assertEqual((await self.refused((200, b" " * 100_000)))["code"], "unavailable")
        await self.next_log_line("login-webhook: .*[Ww]rit")

    async def test_an_application_that_is_not_there_refuses(self):
        application = Application()
        application.server.server_close()
        self.start(application=application)
        client = await self.connect()
        await client.say(**LOGIN)
        self.assertEqual((await client.hear())["error"]["code"], "unavailable")
        await self.next_log_line("login-webhook: .*connect")

    async def test_a_slow_application_holds_up_nobody_else_and_not_for_long(self):
        self.start("--webhook-timeout", "2s")
        slow = await self.connect()
        await slow.say(**LOGIN)
        held = await self.application.next_question()
        self.addCleanup(held.answer)
        _, answer = await self.log_in("bob")
        self.assertTrue(answer["success"])
        self.assertEqual((await slow.hear())["error"]["code"], "unavailable")
        await self.next_log_line("login-webhook: .*timed out")
        self.assertEqual(await self.metric('signalbox_login_webhook_total{result="failed"}'), 1)

    async def test_requests_over_the_bound_wait_for_their_turn(self):
        self.start("--webhook-requests", "1")
        first, second = await self.connect(), await self.connect()
        await first.say(**LOGIN)
        held = await self.application.next_question()
        await second.say(type="login", username="bob")
        await self.until(self.pending_are, 2)
        self.assertTrue(self.application.asked.empty())
        held.answer()
        self.assertTrue((await first.hear())["success"])
        (await self.application.next_question()).answer()
        self.assertTrue((await second.hear())["success"])

    async def test_who_waits_for_a_turn_too_long_is_refused(self):
        self.start("--webhook-requests", "1", "--webhook-timeout", "300ms")
        first, second = await self.connect(), await self.connect()
        await first.say(**LOGIN)
        self.addCleanup((await self.application.next_question()).answer)
        await second.say(type="login", username="bob")
        for client in (first, second):
            self.assertEqual((await client.hear())["error"]["code"], "unavailable")

    async def test_what_a_client_says_behind_its_login_waits_for_the_answer(self):
        self.start()
        bob, _ = await self.log_in("bob")
        alice = await self.connect()
        await alice.say(**LOGIN)
        await alice.say(type="offer", otherUsername="bob", offer="early")
        (await self.application.next_question()).answer()
        self.assertTrue((await alice.hear())["success"])
        self.assertEqual((await bob.hear())["offer"], "early")

    async def test_a_token_is_looked_at_before_the_application_is_asked(self):
        key = self.folder() / "key"
        key.write_text("0123456789abcdef0123456789abcdef\n")
        self.start("--jwt-key-file", key)
        client = await self.connect()
        await client.say(**LOGIN, token="bad")
        self.assertEqual((await client.hear())["error"]["code"], "unauthorized")
        self.assertTrue(self.application.asked.empty())
        token = subprocess.run(
            [self.program.process.args[0], "token", "--key-file", key, "--name", "alice"],
            check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
        await client.say(**LOGIN, token=token)
        question = await self.application.next_question()
        self.assertEqual(question.body["token"], token)
        question.answer()
        self.assertTrue((await client.hear())["success"])
        with urllib.request.urlopen(
                f"{self.admin}validate?username=alice&token={token}") as answer:
            self.assertIn("if the login webhook agrees", json.load(answer)["login"])

    async def test_the_application_is_trusted_by_its_certificate(self):
        folder = self.folder()
        for name in ("one", "other"):
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                 "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost", "-addext",
                 "subjectAltName=DNS:localhost", "-keyout", f"{name}.key", "-out", f"{name}.pem"],
                cwd=folder, check=True, stderr=subprocess.DEVNULL)
        application = self.enterContext(Application(folder / "one.pem", folder / "one.key"))
        self.start("--webhook-ca-file", folder / "one.pem", application=application)
        _, answer = await self.log_in()
        self.assertTrue(answer["success"])

        self.start("--webhook-ca-file", folder / "other.pem", application=application)
        client = await self.connect()
        await client.say(**LOGIN)
        self.assertEqual((await client.hear())["error"]["code"], "unavailable")
        await self.next_log_line("login-webhook: .*certificate")

    async def test_sighup_changes_who_is_asked(self):
        config = self.folder() / "signalbox.toml"
        config.write_text("")
        self.start("--config", config, hooks=())
        open_client = await self.connect()
        await open_client.say(**LOGIN)
        self.assertTrue((await open_client.hear())["success"])
        config.write_text(f'login-webhook = "{self.application.url()}"\n')
        self.program.process.send_signal(signal.SIGHUP)
        await self.next_log_line("reload: login-webhook is")
        _, answer = await self.log_in("bob")
        self.assertTrue(answer["success"])

    async def until(self, condition, *arguments):
        async def wait():
            while not await condition(*arguments):
                await asyncio.sleep(0.02)
        await in_time(wait())

    async def pending_are(self, count):
        return await self.metric("signalbox_webhooks_pending") == count


class Departures(Webhooks):
    def start(self, *options, hooks=("login", "disconnect")):
        super().start(*options, hooks=hooks)

    async def test_the_application_hears_who_has_left_and_why(self):
        self.start()
        alice, answer = await self.log_in("me", {"username": "alice"})
        await alice.say(type="ping")
        await alice.hear()
        await alice.leave()
        departure = await self.application.next_departure()
        self.assertLess(departure.pop("seconds"), PATIENCE)
        self.assertEqual(departure, {
            "event": "disconnect", "session": answer["session"], "username": "alice",
            "realm": "", "reason": "client_closed", "messagesIn": 2, "messagesOut": 2})

    async def test_the_application_hears_of_realms(self):
        self.start()
        client = await self.connect("/ws?realm=shop")
        await client.say(**LOGIN)
        question = await self.application.next_question()
        self.assertEqual(question.body["realm"], "shop")
        question.answer(403, b"")
        self.assertFalse((await client.hear())["success"])

        client = await self.connect("/ws?realm=school")
        await client.say(**LOGIN)
        (await self.application.next_question()).answer()  # Another one than was refused.
        self.assertEqual((await client.hear())["realm"], "school")
        await client.leave()
        self.assertEqual((await self.application.next_departure())["realm"], "school")

    async def test_who_logs_out_has_left(self):
        self.start()
        alice, _ = await self.log_in()
        await alice.say(type="logout")
        self.assertEqual((await self.application.next_departure())["reason"], "logout")
        await alice.say(**LOGIN)
        (await self.application.next_question()).answer()
        await alice.leave()
        self.assertEqual((await self.application.next_departure())["reason"], "client_closed")

    async def test_who_was_let_in_and_did_not_come_in_has_left(self):
        self.start()
        await self.log_in("alice")
        _, answer = await self.log_in("alice")
        self.assertEqual(answer["error"]["code"], "username_taken")
        self.assertEqual((await self.application.next_departure())["reason"], "username_taken")

        gone = await self.connect()
        await gone.say(type="login", username="bob")
        question = await self.application.next_question()
        gone.vanish()
        question.answer()
        self.assertEqual((await self.application.next_departure())["session"],
                         question.body["session"])

    async def test_who_was_refused_has_not_left(self):
        self.start()
        client = await self.connect()
        await client.say(**LOGIN)
        (await self.application.next_question()).answer(403)
        await client.hear()
        await client.leave()
        alice, _ = await self.log_in("bob")
        await alice.leave()
        self.assertEqual((await self.application.next_departure())["username"], "bob")

    async def test_who_comes_back_is_not_asked_about_and_has_not_left(self):
        self.start()
        alice, answer = await self.log_in(resume=True)
        alice.vanish()
        again = await self.connect()
        await again.say(**LOGIN, resume={"token": answer["resume"]["token"], "received": 0})
        self.assertTrue((await again.hear())["resumed"])
        await again.leave()
        self.assertEqual((await self.application.next_departure())["session"], answer["session"])
        self.assertTrue(self.application.told.empty())

    async def test_the_application_hears_of_all_when_the_server_stops(self):
        self.start()
        for name in ("alice", "bob"):
            await self.log_in(name)
        away, _ = await self.log_in("carol", resume=True)
        away.vanish()
        await self.next_log_line("waits for its client")
        self.program.stop()
        told = [await self.application.next_departure() for _ in range(3)]
        self.assertEqual(sorted((each["username"], each["reason"]) for each in told),
                         [(name, "shutdown") for name in ("alice", "bob", "carol")])

    async def test_an_application_can_be_told_without_being_asked(self):
        self.start(hooks=("disconnect",))
        alice = await self.connect()
        await alice.say(**LOGIN)
        self.assertTrue((await alice.hear())["success"])
        await alice.leave()
        self.assertEqual((await self.application.next_departure())["username"], "alice")


if __name__ == "__main__":
    unittest.main()
