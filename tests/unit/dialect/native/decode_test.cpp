// SPDX-License-Identifier: MIT
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/native_decoder.hpp"

namespace signalbox::test::decode_test {

namespace {

struct Row {
  std::string text;
  std::string shown;
};

const std::string kNotJson =
    "invalid_json: this is not one well-formed JSON text, nested 32 levels deep at most: send what "
    "JSON.stringify gives";

}  // namespace

TEST_CASE("messages that a client may send", "[dialect][native]") {
  const auto row = GENERATE(values<Row>({
      {R"({"type":"login","username":"alice"})", "login 'alice'"},
      {R"({"username":"alice","type":"login"})", "login 'alice'"},
      {"\t\r\n { \"type\" : \"login\" ,\n\"username\"\t: \"alice\" } \r\n", "login 'alice'"},
      {R"({"type":"login","username":"zoë 🦊"})", "login 'zoë 🦊'"},
      {R"({"type":"login","username":"al\u0069ce"})", "login 'alice'"},
      {R"({"type":"login","username":"\ud83e\udd8a"})", "login '🦊'"},
      {R"({"type":"login","username":"\"\\\/"})", R"(login '"\/')"},
      {R"({"type":"log\u0069n","username":"alice"})", "login 'alice'"},
      // Which names are allowed is for the hub to say.
      {R"({"type":"login","username":""})", "login ''"},
      {R"({"type":"login","username":"a\nb"})", "login 'a\nb'"},

      {R"({"type":"offer","otherUsername":"bob","offer":{"sdp":"v=0"}})",
       R"(offer to 'bob': {"sdp":"v=0"})"},
      {R"({"offer":{},"otherUsername":"bob","type":"offer"})", "offer to 'bob': {}"},
      {R"({"type":"answer","otherUsername":"bob","answer":{}})", "answer to 'bob': {}"},
      {R"({"type":"answer","answer":{}})", "answer to the current peer: {}"},
      {R"({"type":"candidate","otherUsername":"bob","candidate":{}})", "candidate to 'bob': {}"},
      {R"({"type":"candidate","candidate":{}})", "candidate to the current peer: {}"},
      {R"({"type":"candidate","otherUsername":null,"candidate":{}})",
       "candidate to the current peer: {}"},
      // The end of candidates, in all its spellings.
      {R"({"type":"candidate","candidate":null})", "candidate to the current peer: null"},
      {R"({"type":"candidate","candidate":""})", R"(candidate to the current peer: "")"},
      {R"({"type":"candidate","otherUsername":"\"\\","candidate":1})", R"(candidate to '"\': 1)"},

      {R"({"type":"close","otherUsername":"bob"})", "close to 'bob'"},
      {R"({"type":"close"})", "close to the current peer"},
      {R"({"type":"close","otherUsername":null,"reason":null})", "close to the current peer"},
      {R"({"type":"close","reason":"declined"})", R"(close to the current peer: "declined")"},
      {R"({"type":"close","reason":""})", R"(close to the current peer: "")"},
      {R"({"type":"close","reason":"a\"b"})", R"(close to the current peer: "a\"b")"},

      {R"({"type":"message","otherUsername":"bob","data":[ 1 ]})", "message to 'bob': [ 1 ]"},
      {R"({"type":"message","data":null})", "message to the current peer: null"},
      {R"({"type":"ping"})", "ping"},
      {R"({"type":"iceServers","id":1})", "ask for ICE servers #1"},
      {R"({"type":"logout","username":7})", "logout"},

      // What a client calls its message.
      {R"({"type":"ping","id":"a\u0020"})", R"(ping #"a\u0020")"},
      {R"({"type":"ping","id": -1e400 })", "ping #-1e400"},
      {R"({"type":"logout","id":0})", "logout #0"},
      {R"({"type":"login","username":"alice","id":""})", R"(login 'alice' #"")"},
      {R"({"type":"close","id":7,"ack":true})", "close to the current peer, with ack #7"},
      {R"({"type":"close","id":7,"ack":false})", "close to the current peer #7"},
      {R"({"type":"close","id":7,"ack":1})", "close to the current peer #7"},
      {R"({"type":"close","id":null})", "close to the current peer"},
      {R"({"type":"close","id":[1]})", "close to the current peer"},
      {R"({"type":"close","id":true})", "close to the current peer"},
      {R"({"type":"ping","id":")" + std::string(126, 'x') + "\"}",
       "ping #\"" + std::string(126, 'x') + '"'},
      {R"({"type":"ping","id":")" + std::string(127, 'x') + "\"}", "ping"},

      // What is not known is none of the server's business.
      {R"({"type":"close","name":"bob","offer":1,"":{"type":"x"},"":[{"username":"y"}]})",
       "close to the current peer"},
      {R"({"type":"login","username":"alice","otherUsername":7,"Type":"offer"})", "login 'alice'"},
      // A known name with an escape is an unknown one.
      {R"({"type":"close","otherUserna\u006de":"bob"})", "close to the current peer"},
  }));
  CAPTURE(row.text);
  NativeDecoder decoder;
  CHECK(show(decoder.decode(row.text)) == row.shown);
}

TEST_CASE("what is no JSON", "[dialect][native]") {
  const auto text = GENERATE(values<std::string>({
      "",
      " ",
      "\n",
      "{",
      "}",
      "[",
      "hello",
      "login",
      "tru",
      "1.",
      "\"",
      "'a'",
      "{}{}",
      "{} x",
      "[1] 2",
      "{\"type\"}",
      "{\"type\":}",
      "{\"type\":\"close\"",
      "{\"type\":\"close\",}",
      "{,\"type\":\"close\"}",
      "{\"type\":\"close\"}}",
      "{\"type\":\"close\"},",
      "{\"type\":\"close\"}]",
      "{type:\"close\"}",
      "{'type':'close'}",
      "{1:2}",
      "{\"type\":\"close\" \"reason\":\"x\"}",
      "{\"type\"::\"close\"}",
      "{\"type\" \"close\"}",
      "{\"type\":\"close\"} // over",
      "{/**/\"type\":\"close\"}",
      "{\"type\":\"clo\nse\"}",
      "{\"type\":\"clo\\xse\"}",
      "{\"ty\\pe\":1}",
      "{\"\\u00\":1}",
      "{\"type\":\"\\u12\"}",
      // A byte order mark, wherever.
      "\xEF\xBB\xBF{\"type\":\"close\"}",
      " \xEF\xBB\xBF{}",
      "\xEF\xBB\xBF"
      "1",
      " \xEF\xBB\xBF"
      "1",
      "{\"type\":\"close\"}\xEF\xBB\xBF",
      // Whitespace elsewhere, not in JSON.
      "\xC2\xA0{}",
      "{\f}",
      "{}\v",
      "{\"a\"\f:1}",
      std::string("{}\0", 3),
      std::string("1\0", 2),
      std::string("{\"type\":\"\0\"}", 12),
  }));
  CAPTURE(text);
  NativeDecoder decoder;
  CHECK(show(decoder.decode(text)) == kNotJson);
}

TEST_CASE("JSON that is no message", "[dialect][native]") {
  const std::string not_an_object = R"(invalid_message: a message is a JSON object: {"type":...})";
  const std::string no_type = "invalid_message: a message needs the member 'type', a string";
  const auto row = GENERATE_COPY(values<Row>({
      {"null", not_an_object},
      {" true ", not_an_object},
      {"1", not_an_object},
      {R"("login")", not_an_object},
      {R"([{"type":"login"}])", not_an_object},
      {"{}", no_type},
      {R"({"type":null})", no_type},
      {R"({"type":1})", no_type},
      {R"({"type":["login"]})", no_type},
      {R"({"type":{"type":"login"}})", no_type},
      {R"({"type":"\ud800"})", no_type},
      {R"({"\u0074ype":"close"})", no_type},
      {R"({"otherUsername":"bob"})",
       "invalid_message to 'bob': a message needs the member 'type', a string"},
      {R"({"type":"hello"})", "unknown_type of hello: this server knows no type 'hello'"},
      {R"({"type":""})", "unknown_type: this server knows no type ''"},
      {R"({"type":"Login"})", "unknown_type of Login: this server knows no type 'Login'"},
      {R"({"type":"login "})", "unknown_type of login : this server knows no type 'login '"},
      {R"({"type":"h\u0069","otherUsername":"bob"})",
       "unknown_type of hi to 'bob': this server knows no type 'hi'"},
  }));
  CAPTURE(row.text);
  NativeDecoder decoder;
  CHECK(show(decoder.decode(row.text)) == row.shown);
}

TEST_CASE("messages that lack something, or have it twice", "[dialect][native]") {
  const auto row = GENERATE(values<Row>({
      {R"({"type":"login"})",
       "invalid_message of login: a message of type 'login' needs the member 'username'"},
      {R"({"type":"login","username":7})",
       "username_invalid of login: username is a string, of valid Unicode"},
      {R"({"type":"login","username":null})",
       "username_invalid of login: username is a string, of valid Unicode"},
      {R"({"type":"login","username":"\udc00"})",
       "username_invalid of login: username is a string, of valid Unicode"},
      {R"({"type":"offer","otherUsername":"bob"})",
       "invalid_message of offer to 'bob': a message of type 'offer' needs the member 'offer'"},
      {R"({"type":"offer","offer":{}})",
       "invalid_message of offer: a message of type 'offer' needs the member 'otherUsername'"},
      {R"({"type":"offer","offer":{},"otherUsername":null})",
       "invalid_message of offer: a message of type 'offer' needs the member 'otherUsername'"},
      {R"({"type":"offer","otherUsername":["bob"],"offer":{}})",
       "invalid_message of offer: otherUsername is a string, of valid Unicode"},
      {R"({"type":"candidate","otherUsername":"\ud800","candidate":{}})",
       "invalid_message of candidate: otherUsername is a string, of valid Unicode"},
      {R"({"type":"answer","otherUsername":"bob","offer":{}})",
       "invalid_message of answer to 'bob': a message of type 'answer' needs the member 'answer'"},
      {R"({"type":"candidate","answer":{}})",
       "invalid_message of candidate: a message of type 'candidate' needs the member 'candidate'"},
      {R"({"type":"offer","type":"close"})",
       "invalid_message of offer: the member 'type' stands in this message twice"},
      {R"({"type":"login","username":"a","username":"a"})",
       "invalid_message of login: the member 'username' stands in this message twice"},
      {R"({"type":"close","otherUsername":"bob","otherUsername":null})",
       "invalid_message of close to 'bob': the member 'otherUsername' stands in this message "
       "twice"},
      {R"({"offer":1,"offer":2,"type":"offer","otherUsername":"bob"})",
       "invalid_message of offer to 'bob': the member 'offer' stands in this message twice"},
      {R"({"type":"close","answer":1,"answer":1})",
       "invalid_message of close: the member 'answer' stands in this message twice"},
      {R"({"type":"close","reason":1})",
       "invalid_message of close: a reason is a string of 64 bytes at most"},
      {R"({"type":"close","reason":{}})",
       "invalid_message of close: a reason is a string of 64 bytes at most"},
      // That it is no JSON matters more.
      {R"({"type":"close","type":"close")", kNotJson},
      {R"({"type":"close","type":"close","x":01})", kNotJson},
  }));
  CAPTURE(row.text);
  NativeDecoder decoder;
  CHECK(show(decoder.decode(row.text)) == row.shown);
}

TEST_CASE("an ack is of a message that has an id", "[dialect][native]") {
  NativeDecoder decoder;
  const auto id = GENERATE(values<std::string>({"", R"(,"id":null)", R"(,"id":{})"}));
  CHECK(show(decoder.decode(R"({"type":"message","otherUsername":"bob","data":1,"ack":true)" + id +
                            "}")) ==
        "invalid_message of message to 'bob': an ack needs the member 'id', a string or a number "
        "of 128 bytes at most");
}

TEST_CASE("what is wrong with a message is said with its id", "[dialect][native]") {
  NativeDecoder decoder;
  CHECK(show(decoder.decode(R"({"type":"message","otherUsername":"bob","id": 1.50 })")) ==
        "invalid_message of message to 'bob': a message of type 'message' needs the member 'data' "
        "#1.50");
  CHECK(show(decoder.decode(R"({"type":"dance","id":"a"})")) ==
        "unknown_type of dance: this server knows no type 'dance' #\"a\"");
  CHECK(show(decoder.decode(R"({"type":"close","id":1,"id":1})")) ==
        "invalid_message of close: the member 'id' stands in this message twice #1");
}

TEST_CASE("words for a close that only the server says", "[dialect][native]") {
  const std::string word = GENERATE("gone", "timeout", "replaced", "kicked", "shutdown");
  NativeDecoder decoder;

  const auto same = show(decoder.decode(R"({"type":"close","reason":")" + word + R"("})"));
  const auto longer = show(decoder.decode(R"({"type":"close","reason":")" + word + R"(!"})"));

  CHECK(same == "invalid_message of close: the reason '" + word + "' is for the server to give");
  CHECK(longer == "close to the current peer: \"" + word + "!\"");
}

TEST_CASE("a server's word cannot be said with escapes either", "[dialect][native]") {
  NativeDecoder decoder;
  CHECK(show(decoder.decode(R"({"type":"close","reason":"g\u006fne"})")) ==
        "invalid_message of close: the reason 'gone' is for the server to give");
}

TEST_CASE("a close's reason has 64 bytes at most", "[dialect][native]") {
  const auto [size, is_taken] =
      GENERATE(table<std::size_t, bool>({{63, true}, {64, true}, {65, false}}));
  NativeDecoder decoder;
  const auto decoded =
      decoder.decode(R"({"type":"close","reason":")" + std::string(size, 'r') + R"("})");
  CHECK(std::holds_alternative<dialect::Request>(decoded) == is_taken);
}

TEST_CASE("an error repeats 128 bytes of a name at most, cut between characters",
          "[dialect][native]") {
  const auto [name, echo] = GENERATE(table<std::string, std::string>({
      {std::string(128, 'x'), std::string(128, 'x')},
      {std::string(129, 'x'), std::string(128, 'x')},
      {std::string(127, 'x') + "ë", std::string(127, 'x')},
      {std::string(125, 'x') + "🦊", std::string(125, 'x')},
      {std::string(124, 'x') + "🦊x", std::string(124, 'x') + "🦊"},
      {std::string(1'000'000, 'x'), std::string(128, 'x')},
  }));
  NativeDecoder decoder;

  const auto decoded =
      decoder.decode(R"({"type":")" + name + R"(","otherUsername":")" + name + R"("})");

  CHECK(show(decoded) ==
        "unknown_type of " + echo + " to '" + echo + "': this server knows no type '" + echo + "'");
}

TEST_CASE("the refusal of a command says what it was about", "[dialect][native]") {
  const domain::Relay to_bob{.signal = domain::Signal::offer, .to = "bob", .payload = "{}"};
  const domain::Relay to_current{.signal = domain::Signal::close, .to = {}, .payload = {}};
  const std::string long_name(500, 'x');
  const domain::Relay to_long{.signal = domain::Signal::answer, .to = long_name, .payload = "1"};
  const Failure failure{ErrorCode::busy, "why"};
  const NativeDecoder decoder;

  CHECK(show(decoder.dialect().refuse(to_bob, failure)) == "busy of offer to 'bob': why");
  CHECK(show(decoder.dialect().refuse(to_current, failure)) == "busy of close: why");
  CHECK(show(decoder.dialect().refuse(to_long, failure)) ==
        "busy of answer to '" + std::string(128, 'x') + "': why");
  CHECK(show(decoder.dialect().refuse(domain::Login{"alice"}, failure)) == "busy of login: why");
}

TEST_CASE("nothing of a message is left for the next", "[dialect][native]") {
  NativeDecoder decoder;
  decoder.decode(R"({"type":"offer","otherUsername":"b\u006fb","offer":{}})");

  CHECK(show(decoder.decode(R"({"type":"candidate","candidate":{}})")) ==
        "candidate to the current peer: {}");
  CHECK(show(decoder.decode("{}")) ==
        "invalid_message: a message needs the member 'type', a string");
  CHECK(show(decoder.decode("{\"type\":")) == kNotJson);
  CHECK(show(decoder.decode(R"({"type":"close"})")) == "close to the current peer");
}

TEST_CASE("a login may ask for a session that can be resumed, or resume one", "[dialect][native]") {
  struct Wish {
    std::string resume;
    bool wants_resume;
    std::optional<std::string> token;
    std::uint64_t received;
  };
  const auto wish = GENERATE(values<Wish>({
      {"true", true, std::nullopt, 0},
      {"false", false, std::nullopt, 0},
      {"null", false, std::nullopt, 0},
      {"1", false, std::nullopt, 0},
      {R"("x")", false, std::nullopt, 0},
      {R"({"token":"x","received":0})", true, "x", 0},
      {R"({"received":18446744073709551615,"more":1,"token":"\u0041"})", true, "A",
       18446744073709551615U},
  }));
  CAPTURE(wish.resume);
  NativeDecoder decoder;
  const auto decoded = decoder.decode(R"({"type":"login","username":"alice","resume":)" +
                                      wish.resume + R"(,"id":7})");
  const auto& login = std::get<domain::Login>(std::get<dialect::Request>(decoded));
  CHECK(login.username == "alice");
  CHECK(login.id == "7");
  CHECK(login.wants_resume == wish.wants_resume);
  REQUIRE(login.resume.has_value() == wish.token.has_value());
  if (login.resume) {
    CHECK(login.resume->token == *wish.token);
    CHECK(login.resume->received == wish.received);
  }
}

TEST_CASE("what is no way to resume a session", "[dialect][native]") {
  const auto resume = GENERATE(values<std::string>({
      "{}",
      R"({"token":"x"})",
      R"({"received":0})",
      R"({"token":1,"received":0})",
      R"({"token":"x","received":-1})",
      R"({"token":"x","received":1.5})",
      R"({"token":"x","received":"1"})",
      R"({"token":"x","received":18446744073709551616})",
      R"({"token":"x","received":1e400})",
      R"({"token":"\ud800","received":1})",
  }));
  CAPTURE(resume);
  NativeDecoder decoder;
  const auto decoded =
      decoder.decode(R"({"type":"login","username":"alice","resume":)" + resume + "}");
  CHECK(
      show(decoded) ==
      "invalid_message of login: resume is true, or an object: {\"token\":\"...\",\"received\":0}");
  CHECK(std::get<dialect::Refusal>(decoded).of_login);
}

TEST_CASE("a login may show a token", "[dialect][native]") {
  const auto [token, expected] = GENERATE(table<std::string, std::string>({
      {R"("a.b-c_d")", "a.b-c_d"},
      {R"("\u0061\/")", "a/"},
      {R"("")", ""},
      {"null", ""},
  }));
  NativeDecoder decoder;
  const auto decoded =
      decoder.decode(R"({"type":"login","token":)" + token + R"(,"username":"alice"})");
  REQUIRE(show(decoded) == "login 'alice'");
  CHECK(std::get<domain::Login>(std::get<dialect::Request>(decoded)).token == expected);
}

TEST_CASE("what a login cannot show as a token", "[dialect][native]") {
  const auto token = GENERATE(values<std::string>({"1", "true", "[]", "{}", R"("\ud800")"}));
  NativeDecoder decoder;
  CHECK(show(decoder.decode(R"({"type":"login","username":"alice","token":)" + token + "}")) ==
        "invalid_message of login: token is a string");
}

}  // namespace signalbox::test::decode_test
