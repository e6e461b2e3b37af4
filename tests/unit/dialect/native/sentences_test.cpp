// SPDX-License-Identifier: MIT
#include "dialect/native/sentences.hpp"

#include "support/catch.hpp"
#include "support/native_decoder.hpp"

namespace signalbox::test::sentences_test {

using Kind = domain::Fault::Kind;

TEST_CASE("a fault has a sentence that says what it was about", "[dialect][native]") {
  const NativeDecoder decoder;
  const domain::Relay offer{.signal = domain::Signal::offer, .to = "bob", .payload = "{}"};
  const auto said = [&](Kind kind, const char* subject = "") {
    return show(decoder.dialect().refuse(offer, domain::Fault{kind, subject}));
  };

  CHECK(
      said(Kind::not_logged_in) ==
      R"(not_logged_in of offer to 'bob': log in first: {"type":"login","username":"your name"})");
  CHECK(said(Kind::nobody_has_name, "bob") ==
        "user_unavailable of offer to 'bob': nobody is logged in as 'bob'");
  CHECK(said(Kind::own_name) ==
        "invalid_message of offer to 'bob': otherUsername is your own username");
  CHECK(said(Kind::too_many_calls, "8") ==
        "busy of offer to 'bob': you have 8 calls, as many as this server allows");
}

TEST_CASE("a fault of a login is told in its answer", "[dialect][native]") {
  const NativeDecoder decoder;
  const auto refusal = decoder.dialect().refuse(domain::Login{"alice"},
                                                domain::Fault{Kind::already_logged_in, "bob"});
  CHECK(refusal.of_login);
  CHECK(refusal.failure.message ==
        "this connection is logged in as 'bob': open another one for another name");
}

}  // namespace signalbox::test::sentences_test
